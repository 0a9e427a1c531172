import Testing

@testable import Bitcoin

/// Columns against objects: what one reads or refuses, the other does too.
@Suite("PackedBlock")
struct PackedBlockTests {
  private func block(_ random: inout SeededGenerator) -> Block {
    func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: count, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
    }
    let transactions = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let hasWitness = Bool.random(using: &random)
      return Transaction(
        version: UInt32.random(in: 0...3, using: &random),
        inputs: (0..<Int.random(in: 1...4, using: &random)).map { _ in
          TxIn(
            prevout: OutPoint(txid: Txid(Hash256(random.next(), 1, 2, 3)), vout: 7),
            scriptSig: ScriptSig(bytes(0...30)),
            sequence: .random(in: .min ... .max, using: &random),
            witness: Witness(
              hasWitness
                ? (0..<Int.random(in: 0...3, using: &random)).map { _ in bytes(0...9) } : []))
        },
        outputs: (0..<Int.random(in: 0...3, using: &random)).map { _ in
          TxOut(
            value: Satoshi(Int64.random(in: .min ... .max, using: &random)),
            scriptPubKey: ScriptPubKey(bytes(0...300)))
        }, lockTime: .random(in: .min ... .max, using: &random))
    }
    return Block(header: Block.genesis(of: .regtest).header, transactions: transactions)
  }

  private func expectSame(_ packed: PackedBlock, _ block: Block, _ name: String) {
    #expect(packed.makeBlock() == block, "\(name)")
    #expect(packed.bytes == block.encoded(), "\(name)")
    #expect(packed.computeWeight() == block.computeWeight(), "\(name)")
    #expect(packed.computeStrippedSize() == block.computeStrippedSize(), "\(name)")
    let hasher = DoubleSHA256()
    for (place, transaction) in block.transactions.enumerated() {
      let txid = packed.computeTxid(of: place, using: hasher)
      let wtxid = packed.computeWtxid(of: place, using: hasher)
      #expect(txid == transaction.computeTxid(), "\(name)")
      #expect(wtxid == transaction.computeWtxid(), "\(name)")
      let row = packed.transactions[place]
      #expect(row.hasWitness == transaction.hasWitness, "\(name)")
      #expect(row.isCoinbase == transaction.isCoinbase, "\(name)")
      #expect(row.legacyOperations == SignatureOperations.legacyCount(in: transaction), "\(name)")
    }
  }

  @Test("columns of objects and of bytes are the same block", arguments: 0..<60)
  func sameBlock(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let block = block(&random)
    expectSame(PackedBlock(block), block, "packed, seed \(seed)")
    expectSame(try PackedBlock(decoding: block.encoded()), block, "decoded, seed \(seed)")
  }

  @Test("what one refuses the other refuses, with the same error", arguments: 0..<60)
  func sameRefusals(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = block(&random).encoded()
    for step in 0..<40 {
      var bytes = whole
      let place = Int.random(in: 60..<bytes.count, using: &random)
      switch step % 4 {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes[place] = [0, 1, 0xfd, 0xff][Int.random(in: 0..<4, using: &random)]
      case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      default: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
      }
      let objects = Result { () throws(DecodingError) in try Block(decoding: bytes) }
      let columns = Result { () throws(DecodingError) in
        try PackedBlock(decoding: bytes).makeBlock()
      }
      #expect(objects == columns, "seed \(seed), step \(step)")
    }
  }

  @Test("a transaction without inputs is packed as it is")
  func noInputs() {
    let empty = Transaction(inputs: [], outputs: [])
    let block = Block(header: Block.genesis(of: .regtest).header, transactions: [empty])
    expectSame(PackedBlock(block), block, "no inputs")
  }
}
