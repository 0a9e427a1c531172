import Bitcoin
import Case
import Testing

@Suite("LabelRecord")
struct LabelRecordTests {
  static let records = [
    LabelRecord(
      type: .address, ref: "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", label: "Tom \"T\" \\é😀"),
    LabelRecord(
      type: .output, ref: "\(BooksTests.txid):1", label: nil, origin: "wpkh([d34db33f/84'/0'/0'])",
      isSpendable: false),
    LabelRecord(type: .extendedKey, ref: "xpub661", label: ""),
  ]

  @Test("labels come back as they were written, and are written again byte for byte")
  func roundTrip() throws {
    let bytes = LabelRecord.encode(LabelRecordTests.records)
    let read = try LabelRecord.decode(bytes, file: "l.jsonl")
    #expect(read == LabelRecordTests.records)
    #expect(LabelRecord.encode(read) == bytes)
  }

  /// The lines of BIP-0329's own example, and names that its later revisions add.
  @Test("the lines of BIP-0329 are read, other names read over")
  func example() throws {
    let text = """
      { "type": "tx", "ref": "f91d0a8a78462bc59398f2c5d7a84fcff491c26ba54c4833478b202796c8aafd", "label": "Transaction", "origin": "wpkh([d34db33f/84'/0'/0'])" }
      { "type": "addr", "ref": "bc1q34aq5drpuwy3wgl9lhup9892qp6svr8ldzyy7c", "label": "Address" }

      {"type":"addr","ref":"1A","label":null,"heights":[1,2.5e3,-0],"rate":{"USD":null},"fmv":true}
      """
    let records = try LabelRecord.decode(Array(text.utf8), file: "l.jsonl")
    #expect(records.map(\.type) == [.transaction, .address, .address])
    #expect(records.map(\.label) == ["Transaction", "Address", nil])
    #expect(records[0].origin == "wpkh([d34db33f/84'/0'/0'])")
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let line: String
    let message: String
    var testDescription: String { message }
  }

  static let deep = String(repeating: "[", count: 40)

  static let wrong: [Wrong] = [
    Wrong(line: "x", message: "no JSON value begins here at byte 1"),
    Wrong(line: "[]", message: "the line is a list, not an object"),
    Wrong(line: "{\"type\":\"addr\"}", message: "ref is missing"),
    Wrong(line: "{\"ref\":\"a\"}", message: "type is missing"),
    Wrong(line: "{\"type\":\"addr\",\"ref\":\"\"}", message: "ref is missing"),
    Wrong(line: "{\"type\":\"addr\",\"ref\":1}", message: "ref is a number"),
    Wrong(
      line: "{\"type\":\"adr\",\"ref\":\"a\"}",
      message: "type 'adr' is none of tx, addr, pubkey, input, output, xpub"),
    Wrong(
      line: "{\"type\":\"addr\",\"ref\":\"a\",\"label\":\"\\u001b\\b\\f\\r\\n\\t\"}",
      message: "label '\\u{1b}\\u{8}\\u{c}\\u{d}\\u{a}\\u{9}' has characters that are not shown as "
        + "themselves on one line"),
    Wrong(line: "{\"a\":1,\"a\":1}", message: "the name 'a' stands twice at byte 8"),
    Wrong(line: "{\"a\":1,}", message: "a name in quotes is missing at byte 8"),
    Wrong(line: "{\"a\" 1}", message: "a colon is missing at byte 6"),
    Wrong(line: "{\"a\":1 2}", message: "a comma or a closing bracket is missing at byte 8"),
    Wrong(line: "{\"a\":01}", message: "a comma or a closing bracket is missing at byte 7"),
    Wrong(line: "{\"a\":-}", message: "a digit is missing at byte 7"),
    Wrong(line: "{\"a\":\"b", message: "a string is not closed at byte 6"),
    Wrong(line: "{\"a\":\"\t\"}", message: "a control character without an escape at byte 7"),
    Wrong(line: "{\"a\":\"\\x\"}", message: "an unknown escape at byte 8"),
    Wrong(line: "{\"a\":\"\\ud800\"}", message: "half of a surrogate pair at byte 9"),
    Wrong(line: "{\"a\":\"\\udc00\"}", message: "half of a surrogate pair at byte 9"),
    Wrong(line: "{} {}", message: "text after the value at byte 4"),
    Wrong(line: "{\"a\":", message: "the text ends inside a value at byte 6"),
    Wrong(line: deep, message: "more than 32 levels at byte 34"),
  ]

  @Test("a line that is wrong is refused with file, line and reason", arguments: wrong)
  func refusal(_ wrong: Wrong) {
    let good = "{\"type\":\"addr\",\"ref\":\"a\"}\n"
    #expect {
      try LabelRecord.decode(Array((good + wrong.line + "\n").utf8), file: "tags/l.jsonl")
    } throws: { error in
      "\(error)" == "tags/l.jsonl:2: \(wrong.message)"
    }
  }

  @Test("escapes stand for their characters")
  func escapes() throws {
    let line = #"{"type":"addr","ref":"\u0041\/\ud83d\ude00\"\\","label":"\u00e9"}"#
    let record = try #require(try LabelRecord.decode(Array(line.utf8), file: "l").first)
    #expect(record.ref == "A/😀\"\\")
    #expect(record.label == "é")
  }

  @Test("mutated labels are refused or read, and what is read is written again the same")
  func mutations() throws {
    var generator = SeededGenerator(seed: 4)
    for round in 0..<10_000 {
      let bytes = generator.mutate(LabelRecord.encode(LabelRecordTests.records))
      guard let first = try? LabelRecord.decode(bytes, file: "x") else { continue }
      #expect(
        try LabelRecord.decode(LabelRecord.encode(first), file: "x") == first, "round \(round)")
    }
  }
}
