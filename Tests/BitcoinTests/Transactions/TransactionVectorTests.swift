import Testing

@testable import Bitcoin

/// A row of tx_valid.json or tx_invalid.json.
struct TransactionCase: Sendable {
  let outputs: [OutPoint: TxOut]
  let bytes: [UInt8]
  let words: String

  init?(_ row: [Any]) {
    guard row.count == 3, let inputs = row[0] as? [[Any]],
      let bytes = (row[1] as? String).flatMap({ Hex.decode($0) }), let words = row[2] as? String
    else { return nil }
    var outputs: [OutPoint: TxOut] = [:]
    for input in inputs {
      guard input.count >= 3, let txid = (input[0] as? String).flatMap({ Txid(hex: $0) }),
        let vout = input[1] as? Int,
        let script = (input[2] as? String).flatMap({ CoreScript.assemble($0) })
      else { return nil }
      let value = input.count > 3 ? input[3] as? Int64 ?? 0 : 0
      let outPoint = OutPoint(txid: txid, vout: UInt32(truncatingIfNeeded: vout))
      outputs[outPoint] = TxOut(value: Satoshi(value), scriptPubKey: ScriptPubKey(script))
    }
    self.outputs = outputs
    self.bytes = bytes
    self.words = words
  }

  /// The transaction with the outputs that it spends.
  func decode() throws -> (Transaction, [TxOut]) {
    let transaction = try Transaction(decoding: bytes)
    return (transaction, try transaction.inputs.map { try #require(outputs[$0.prevout]) })
  }

  /// Whether all inputs are valid.
  static func isValid(
    _ transaction: Transaction, _ spentOutputs: [TxOut], _ flags: ScriptFlags
  ) -> Bool {
    var verifier = SpendVerifier(transaction, spentOutputs: spentOutputs, flags: flags)
    for index in transaction.inputs.indices where verifier.verify(input: index) != .valid {
      return false
    }
    return true
  }

  static func load(_ name: String) -> [VectorCase<TransactionCase>] {
    SharedData.rows(name).enumerated().compactMap { index, row in
      guard let value = TransactionCase(row) else {
        Issue.record("\(name) row \(index) has another form")
        return nil
      }
      return VectorCase("row \(index)", value)
    }
  }
}

@Suite("Core's transactions")
struct TransactionVectorTests {
  static let valid = TransactionCase.load("tx_valid.json")
  static let invalid = TransactionCase.load("tx_invalid.json")

  @Test(
    "all of them decode and encode to the same bytes", .tags(.vectors), arguments: valid + invalid)
  func roundTrip(_ vector: VectorCase<TransactionCase>) throws {
    let bytes = vector.value.bytes
    let transaction = try Transaction(decoding: bytes)
    #expect(transaction.encoded() == bytes)
    let stripped = transaction.encoded(includingWitness: false)
    #expect(transaction.hasWitness == (stripped.count < bytes.count))
    #expect(transaction.computeTxid().hash == Hash256(doubleSHA256: stripped))
    #expect(transaction.computeWtxid().hash == Hash256(doubleSHA256: bytes))
    for count in 0..<bytes.count {
      #expect(throws: DecodingError.self) { try Transaction(decoding: [UInt8](bytes[..<count])) }
    }
  }

  /// The words name what must be off for the transaction to be valid: all of it, and nothing else.
  @Test(
    "a valid transaction is found valid under all other rules", .tags(.vectors), arguments: valid)
  func validSpends(_ vector: VectorCase<TransactionCase>) throws {
    let (transaction, spent) = try vector.value.decode()
    let excluded = try #require(ScriptFlags(words: vector.value.words))
    let flags = ScriptFlags.all.subtracting(excluded)
    #expect(flags == flags.trimmed)
    #expect(PackedBlock(transaction).checkTransaction(at: 0) == nil)
    #expect(TransactionCase.isValid(transaction, spent, flags))
    var generator = SeededGenerator(seed: UInt64(vector.value.bytes.count))
    for flag in ScriptFlags.each {
      for removed in [flag, .random(using: &generator)] {
        let fewer = flags.subtracting(removed).trimmed
        #expect(TransactionCase.isValid(transaction, spent, fewer), "\(fewer)")
      }
      guard excluded.contains(flag) else { continue }
      let more = ScriptFlags.all.subtracting(excluded.subtracting(flag).trimmed)
      guard more != flags else { continue }
      #expect(!TransactionCase.isValid(transaction, spent, more), "with \(flag)")
    }
  }

  /// The words name what must be on for the transaction to be invalid: all of it, and nothing else.
  @Test(
    "an invalid transaction is found invalid under its rules", .tags(.vectors), arguments: invalid)
  func invalidSpends(_ vector: VectorCase<TransactionCase>) throws {
    let (transaction, spent) = try vector.value.decode()
    guard vector.value.words != "BADTX" else {
      #expect(PackedBlock(transaction).checkTransaction(at: 0) != nil)
      return
    }
    #expect(PackedBlock(transaction).checkTransaction(at: 0) == nil)
    let flags = try #require(ScriptFlags(words: vector.value.words))
    #expect(flags == flags.filled)
    #expect(!TransactionCase.isValid(transaction, spent, flags))
    var generator = SeededGenerator(seed: UInt64(vector.value.bytes.count))
    for flag in ScriptFlags.each {
      for added in [flag, .random(using: &generator)] {
        let more = flags.union(added).filled
        #expect(!TransactionCase.isValid(transaction, spent, more), "\(more)")
      }
      let fewer = flags.subtracting(flag).trimmed
      guard fewer != flags else { continue }
      #expect(TransactionCase.isValid(transaction, spent, fewer), "without \(flag)")
    }
  }

  @Test("the official files were read whole", .tags(.vectors))
  func count() throws {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(TransactionVectorTests.valid.count == 121)
    #expect(TransactionVectorTests.invalid.count == 93)
    #expect(TransactionVectorTests.invalid.count { $0.value.words == "BADTX" } == 9)
  }
}
