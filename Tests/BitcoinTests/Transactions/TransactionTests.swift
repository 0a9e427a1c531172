import Testing

@testable import Bitcoin

@Suite("Transaction")
struct TransactionTests {
  /// A transaction of any shape that can be written, with at least one input.
  static func random(_ random: inout SeededGenerator) -> Transaction {
    let hasWitness = Bool.random(using: &random)
    let inputs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      TxIn(
        prevout: OutPoint(
          txid: Txid(Hash256(random.next(), random.next(), random.next(), random.next())),
          vout: .random(in: 0...UInt32.max, using: &random)),
        scriptSig: ScriptSig(random.bytes(Int.random(in: 0...300, using: &random))),
        sequence: .random(in: 0...UInt32.max, using: &random),
        witness: Witness(
          (0..<(hasWitness ? Int.random(in: 0...3, using: &random) : 0)).map { _ in
            random.bytes(Int.random(in: 0...80, using: &random))
          }))
    }
    let outputs = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      TxOut(
        value: Satoshi(.random(in: .min ... .max, using: &random)),
        scriptPubKey: ScriptPubKey(random.bytes(Int.random(in: 0...60, using: &random))))
    }
    return Transaction(
      version: .random(in: 0...UInt32.max, using: &random), inputs: inputs, outputs: outputs,
      lockTime: .random(in: 0...UInt32.max, using: &random))
  }

  @Test("what is written is read back", .tags(.property))
  func roundTrip() throws {
    for seed: UInt64 in 0..<400 {
      var random = SeededGenerator(seed: seed)
      let transaction = TransactionTests.random(&random)
      let bytes = transaction.encoded()
      #expect(try Transaction(decoding: bytes) == transaction, "seed \(seed)")
      let stripped = transaction.encoded(includingWitness: false)
      var bare = transaction
      for index in bare.inputs.indices { bare.inputs[index].witness = Witness() }
      #expect(try Transaction(decoding: stripped) == bare, "seed \(seed)")
      #expect(transaction.computeTxid().hash == Hash256(doubleSHA256: stripped), "seed \(seed)")
    }
  }

  @Test("damaged bytes never trap, and what they still say is written as it was", .tags(.property))
  func damaged() {
    for seed: UInt64 in 0..<400 {
      var random = SeededGenerator(seed: seed)
      let bytes = TransactionTests.random(&random).encoded()
      for _ in 0..<40 {
        var changed = bytes
        switch Int.random(in: 0...3, using: &random) {
        case 0:
          let index = Int.random(in: changed.indices, using: &random)
          changed[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: changed.removeLast(.random(in: 1...changed.count, using: &random))
        case 2: changed = random.bytes(.random(in: 0...200, using: &random))
        default:
          let start = Int.random(in: changed.indices, using: &random)
          changed.replaceSubrange(start..<changed.count, with: random.bytes(changed.count - start))
        }
        if let transaction = try? Transaction(decoding: changed) {
          #expect(transaction.encoded() == changed, "seed \(seed)")
        }
        if let block = try? Block(decoding: changed) {
          #expect(block.encoded() == changed, "seed \(seed)")
        }
      }
    }
  }

  /// version 1, then these bytes, then lock time 0.
  static func framed(_ hex: String) -> [UInt8] {
    [1, 0, 0, 0] + (Hex.decode(hex.replacing(" ", with: "")) ?? []) + [0, 0, 0, 0]
  }

  static let input = String(repeating: "11", count: 32) + "00000000" + "00" + "ffffffff"
  static let output = "0100000000000000" + "00"

  @Test(
    "what Bitcoin Core refuses is refused for its reason",
    arguments: [
      (framed("00 01 01\(input) 01\(output) 00"), DecodingError.superfluousWitness(at: 5)),
      (framed("00 02 01\(input) 01\(output)"), .unknownTransactionFlags(2, at: 5)),
      (framed("00 03 01\(input) 01\(output) 01 00"), .unknownTransactionFlags(3, at: 5)),
      (framed("00 01 00 00"), .superfluousWitness(at: 5)),
      (framed("fd0100\(input) 01\(output)"), .nonCanonicalSize(at: 4)),
      (framed("fefcffffff"), .oversized(count: 0xffff_fffc, at: 4)),
      (framed("fe01000002"), .oversized(count: 0x0200_0001, at: 4)),
      (framed("ffffffffffffffffff"), .oversized(count: .max, at: 4)),
      (framed("fe00000002"), .truncated(needed: 4, at: 9)),
      (framed("01\(input) 01\(output)") + [7], .trailingBytes(count: 1, at: 60)),
      ([], .truncated(needed: 4, at: 0)),
    ] as [([UInt8], DecodingError)])
  func refused(_ bytes: [UInt8], _ error: DecodingError) {
    #expect(throws: error) { try Transaction(decoding: bytes) }
  }

  @Test("a transaction without inputs and outputs is read as Core reads it")
  func empty() throws {
    let bytes = TransactionTests.framed("00 00")
    let transaction = try Transaction(decoding: bytes)
    #expect(transaction == Transaction(inputs: [], outputs: []))
    #expect(transaction.encoded() == bytes)
  }

  @Test("a coinbase has one input, and that refers to nothing")
  func coinbase() {
    let null = TxIn(prevout: .null)
    #expect(OutPoint.null.description == String(repeating: "0", count: 64) + ":4294967295")
    #expect(Transaction(inputs: [null], outputs: []).isCoinbase)
    #expect(!Transaction(inputs: [null, null], outputs: []).isCoinbase)
    #expect(!Transaction(inputs: [], outputs: []).isCoinbase)
    let zero = TxIn(prevout: OutPoint(txid: Txid(.zero), vout: 0))
    #expect(!Transaction(inputs: [zero], outputs: []).isCoinbase)
  }
}

@Suite("OutPoint")
struct OutPointTests {
  static let txid = String(repeating: "0a", count: 32)

  @Test("text is read back")
  func text() throws {
    let point = try #require(OutPoint("\(OutPointTests.txid):7"))
    #expect(point.vout == 7)
    #expect(point.description == "\(OutPointTests.txid):7")
    #expect(OutPoint("\(OutPointTests.txid):4294967295")?.vout == .max)
  }

  @Test(
    "other text is refused",
    arguments: [
      "", ":", txid, "\(txid):", "\(txid):-1", "\(txid):+1", "\(txid): 1", "\(txid):4294967296",
      "\(txid):0x1", "\(txid):1:", ":1", "\(txid)0:1", "\(txid.dropLast()):1", "\(txid):١",
    ])
  func refused(_ text: String) {
    #expect(OutPoint(text) == nil)
  }

  @Test("order is that of the printed txid, then of the place")
  func order() throws {
    let texts = ["00\(String(repeating: "ff", count: 31)):9", "\(txid):2", "\(txid):10"]
    let points = try texts.map { try #require(OutPoint($0)) }
    #expect(points.shuffled().sorted() == points)
  }

  private var txid: String { OutPointTests.txid }
}
