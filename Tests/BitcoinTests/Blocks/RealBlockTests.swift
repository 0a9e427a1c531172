import Testing

@testable import Bitcoin

/// A block of mainnet in a file of its own.
struct RealBlock: Sendable, CustomTestStringConvertible {
  let file: String
  let hash: String
  let transactions: Int
  let height: Int
  let commitment: WitnessCommitmentVerdict
  let verdicts: [String: Int]

  var testDescription: String { file }
}

@Suite("Blocks of mainnet")
struct RealBlockTests {
  static let blocks = [
    RealBlock(
      file: "mainnet_300025.raw",
      hash: "0000000000000000821c4e0acc40f88bedbce3b73ba2358b5ade58a9022cc78c",
      transactions: 461, height: 300_025, commitment: .notNeeded,
      verdicts: ["valid pubkeyhash": 188]),
    RealBlock(
      file: "mainnet_413567.raw",
      hash: "0000000000000000025aff8be8a55df8f89c77296db6198f272d6577325d4069",
      transactions: 1_557, height: 413_567, commitment: .notNeeded,
      verdicts: ["valid pubkeyhash": 213, "valid scripthash": 74]),
    RealBlock(
      file: "mainnet_702861.raw",
      hash: "000000000000000000000c835b2adcaedc20fdf6ee440009c249452c726dafae",
      transactions: 2_500, height: 702_861, commitment: .valid,
      verdicts: [
        "valid pubkeyhash": 64, "valid scripthash": 26, "valid witness_v0_keyhash": 206,
        "valid witness_v0_scripthash": 31,
      ]),
  ]

  @Test("a block decodes, adds up and encodes to the same bytes", arguments: blocks)
  func block(_ real: RealBlock) throws {
    guard let bytes = try SharedData.bytes(real.file, in: SharedData.realData) else { return }
    let block = try Block(decoding: bytes)
    #expect(block.header.computeHash().description == real.hash)
    #expect(block.transactions.count == real.transactions)
    #expect(block.header.meetsTarget())
    let tree = block.computeMerkleTree()
    #expect(tree.root == block.header.merkleRoot)
    #expect(!tree.isMutated)
    #expect(block.checkWitnessCommitment() == real.commitment)
    #expect(block.transactions[0].isCoinbase)
    #expect(block.transactions[0].inputs[0].scriptSig.coinbaseHeight == real.height)
    #expect(!block.transactions.dropFirst().contains { $0.isCoinbase })
    #expect(block.encoded() == bytes)
    for count in [0, 79, 80, 81, bytes.count / 2, bytes.count - 1] {
      #expect(throws: DecodingError.self) { try Block(decoding: [UInt8](bytes[..<count])) }
    }
    #expect(throws: DecodingError.trailingBytes(count: 1, at: bytes.count)) {
      try Block(decoding: bytes + [0])
    }
  }

  @Test(
    "the spends inside a block are valid, and with a changed amount are not",
    arguments: blocks)
  func spends(_ real: RealBlock) throws {
    guard let bytes = try SharedData.bytes(real.file, in: SharedData.realData) else { return }
    let block = try Block(decoding: bytes)
    var outputs: [OutPoint: TxOut] = [:]
    var verdicts: [String: Int] = [:]
    for transaction in block.transactions {
      let known = transaction.inputs.map { outputs[$0.prevout] }
      // Only taproot signatures commit to what the other inputs spend.
      let spentOutputs = known.map { $0 ?? TxOut(value: .zero, scriptPubKey: ScriptPubKey([])) }
      var verifier = SpendVerifier(transaction, spentOutputs: spentOutputs)
      for (index, spent) in known.enumerated() {
        guard let kind = spent?.scriptPubKey.classify(),
          kind != .witnessV1Taproot || !known.contains(nil)
        else { continue }
        let verdict = verifier.verify(input: index)
        verdicts["\(verdict) \(kind)", default: 0] += 1
        if case .invalid(let failure) = verdict {
          Issue.record("input \(index) of \(transaction.computeTxid()): \(failure)")
        }
        var changed = transaction
        changed.lockTime ^= 1
        #expect(
          SpendVerifier.verify(changed, input: index, spentOutputs: spentOutputs) != .valid)
      }
      let txid = transaction.computeTxid()
      for (vout, output) in transaction.outputs.enumerated() {
        outputs[OutPoint(txid: txid, vout: UInt32(vout))] = output
      }
    }
    #expect(verdicts == real.verdicts)
  }

  @Test("a real block with flipped bits never traps, and what still decodes is written as it was")
  func flipped() throws {
    guard let bytes = try SharedData.bytes("mainnet_300025.raw", in: SharedData.realData) else {
      return
    }
    let seed: UInt64 = 300_025
    var random = SeededGenerator(seed: seed)
    let hash = try Block(decoding: bytes).computeMerkleRoot()
    for _ in 0..<25 {
      var changed = bytes
      let index = Int.random(in: 80..<bytes.count, using: &random)
      changed[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
      guard let block = try? Block(decoding: changed) else { continue }
      #expect(block.encoded() == changed, "seed \(seed)")
      #expect(block.computeMerkleRoot() != hash, "seed \(seed)")
    }
  }

  @Test("a changed witness breaks the commitment and leaves the merkle root")
  func commitment() throws {
    guard let bytes = try SharedData.bytes("mainnet_702861.raw", in: SharedData.realData) else {
      return
    }
    let block = try Block(decoding: bytes)
    let index = try #require(
      block.transactions.indices.dropFirst().last { block.transactions[$0].hasWitness })
    let input = try #require(block.transactions[index].inputs.firstIndex { !$0.witness.isEmpty })
    var changed = block
    let item = try #require(
      block.transactions[index].inputs[input].witness.stack.firstIndex { !$0.isEmpty })
    changed.transactions[index].inputs[input].witness.stack[item][0] ^= 1
    #expect(changed.computeMerkleRoot() == block.header.merkleRoot)
    let expected = try #require(block.witnessCommitment)
    #expect(
      changed.checkWitnessCommitment()
        == .mismatch(expected: changed.computeWitnessCommitment(), found: expected))
    changed = block
    changed.transactions[0].inputs[0].witness = Witness([[UInt8](repeating: 0, count: 31)])
    #expect(changed.checkWitnessCommitment() == .wrongReservedValue)
    changed.transactions[0].inputs[0].witness = Witness()
    #expect(changed.checkWitnessCommitment() == .wrongReservedValue)
    changed = block
    changed.transactions[0].outputs.removeAll()
    let first = try #require(block.transactions.firstIndex { $0.hasWitness })
    #expect(changed.checkWitnessCommitment() == .unexpectedWitness(transaction: first))
  }
}
