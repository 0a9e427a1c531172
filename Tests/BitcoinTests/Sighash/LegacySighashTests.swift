import Testing

@testable import Bitcoin

struct LegacySighashCase: Sendable {
  let transaction: [UInt8]
  let script: [UInt8]
  let input: Int
  let type: Int32
  let expected: String
}

@Suite("Legacy sighash")
struct LegacySighashTests {
  static let official: [VectorCase<LegacySighashCase>] = SharedData.rows("sighash.json")
    .enumerated().compactMap { index, row in
      guard row.count == 5, let transaction = (row[0] as? String).flatMap({ Hex.decode($0) }),
        let script = (row[1] as? String).flatMap({ Hex.decode($0) }), let input = row[2] as? Int,
        let type = row[3] as? Int, let expected = row[4] as? String
      else {
        Issue.record("sighash.json row \(index) has another form")
        return nil
      }
      return VectorCase(
        "row \(index)",
        LegacySighashCase(
          transaction: transaction, script: script, input: input, type: Int32(type),
          expected: expected))
    }

  @Test("official digests", .tags(.vectors), arguments: official)
  func isMet(_ vector: VectorCase<LegacySighashCase>) throws {
    let value = vector.value
    let transaction = try Transaction(decoding: value.transaction)
    #expect(transaction.encoded() == value.transaction)
    let digest = transaction.legacySighash(
      input: value.input, scriptCode: value.script,
      type: SighashType(rawValue: UInt32(bitPattern: value.type)))
    #expect(digest.description == value.expected)
  }

  @Test("the official file has 500 digests", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(LegacySighashTests.official.count == 500)
  }

  @Test("a scratch that is used again gives what a fresh one gives", .tags(.vectors))
  func scratchIsReusable() throws {
    var scratch = SighashScratch()
    for vector in LegacySighashTests.official {
      let transaction = try Transaction(decoding: vector.value.transaction)
      let digest = transaction.legacySighash(
        input: vector.value.input, scriptCode: vector.value.script,
        type: SighashType(rawValue: UInt32(bitPattern: vector.value.type)), using: &scratch)
      #expect(digest.description == vector.value.expected)
    }
  }

  @Test("single without an output at the input's place is the number 1")
  func singleBug() {
    let input = TxIn(prevout: OutPoint(txid: Txid(Hash256(7, 7, 7, 7)), vout: 0))
    let transaction = Transaction(
      inputs: [input, input], outputs: [TxOut(value: .coin, scriptPubKey: ScriptPubKey([]))])
    let one = String(repeating: "0", count: 63) + "1"
    #expect(
      transaction.legacySighash(input: 1, scriptCode: [], type: .single).description == one)
    #expect(
      transaction.legacySighash(input: 0, scriptCode: [], type: .single).description != one)
  }
}
