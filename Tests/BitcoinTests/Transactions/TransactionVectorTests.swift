import Testing

@testable import Bitcoin

/// A row of tx_valid.json or tx_invalid.json.
struct TransactionCase: Sendable {
  let spentOutputs: [OutPoint: TxOut]
  let transaction: [UInt8]
  let flags: Set<String>

  init?(_ row: [Any]) {
    guard row.count == 3, let inputs = row[0] as? [[Any]],
      let transaction = (row[1] as? String).flatMap({ Hex.decode($0) }),
      let flags = row[2] as? String
    else { return nil }
    var spentOutputs: [OutPoint: TxOut] = [:]
    for input in inputs {
      guard input.count >= 3, let txid = (input[0] as? String).flatMap({ Txid(hex: $0) }),
        let vout = input[1] as? Int,
        let script = (input[2] as? String).flatMap({ CoreScript.assemble($0) })
      else { return nil }
      let value = input.count > 3 ? input[3] as? Int64 ?? 0 : 0
      let outPoint = OutPoint(txid: txid, vout: UInt32(truncatingIfNeeded: vout))
      spentOutputs[outPoint] = TxOut(value: Satoshi(value), scriptPubKey: ScriptPubKey(script))
    }
    self.spentOutputs = spentOutputs
    self.transaction = transaction
    self.flags = Set(flags.split(separator: ",").map(String.init))
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
    let bytes = vector.value.transaction
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

  /// Here the flags are those that must be off for the transaction to be valid.
  @Test("no input of a valid transaction is found invalid", .tags(.vectors), arguments: valid)
  func validSpends(_ vector: VectorCase<TransactionCase>) throws {
    let transaction = try Transaction(decoding: vector.value.transaction)
    for (index, input) in transaction.inputs.enumerated() {
      let spent = try #require(vector.value.spentOutputs[input.prevout])
      let verdict = FormVerifier.verify(transaction, input: index, spentOutput: spent)
      if verdict == .invalid(.malformedSignature), vector.value.flags.contains("DERSIG") {
        continue
      }
      if case .invalid(let failure) = verdict { Issue.record("input \(index): \(failure)") }
    }
  }

  /// Here the flags are those that must be on for the transaction to be invalid.
  @Test(
    "an invalid transaction is not found valid in all inputs", .tags(.vectors), arguments: invalid)
  func invalidSpends(_ vector: VectorCase<TransactionCase>) throws {
    let transaction = try Transaction(decoding: vector.value.transaction)
    // Rules beyond single inputs, and rules that are policy alone.
    guard vector.value.flags.isDisjoint(with: ["BADTX", "CONST_SCRIPTCODE"]) else { return }
    let verdicts = try transaction.inputs.enumerated().map { index, input in
      let spent = try #require(vector.value.spentOutputs[input.prevout])
      return FormVerifier.verify(transaction, input: index, spentOutput: spent)
    }
    #expect(verdicts.contains { $0 != .valid })
  }

  @Test("the official files were read, and many of their spends are judged", .tags(.vectors))
  func count() throws {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(TransactionVectorTests.valid.count == 121)
    #expect(TransactionVectorTests.invalid.count == 93)
    var verdicts: [String: Int] = [:]
    for vector in TransactionVectorTests.valid {
      let transaction = try Transaction(decoding: vector.value.transaction)
      for (index, input) in transaction.inputs.enumerated() {
        let spent = try #require(vector.value.spentOutputs[input.prevout])
        let verdict = FormVerifier.verify(transaction, input: index, spentOutput: spent)
        if case .unsupported = verdict {
          verdicts["unsupported", default: 0] += 1
        } else {
          verdicts["\(verdict)", default: 0] += 1
        }
      }
    }
    #expect(
      verdicts == ["valid": 51, "unsupported": 120, "invalid(signature not in strict DER)": 5])
  }
}
