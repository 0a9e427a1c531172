import Foundation
import Testing

@testable import trace_cli

@Suite("JSONText")
struct JSONTextTests {
  @Test("members stay in order and whole satoshis stay whole")
  func order() {
    let value = JSONText.object([
      ("b", .integer(2_100_000_000_000_000)),
      ("a", .array([.null, .bool(true), .string("x"), .number("0.953201")])),
    ])
    #expect(value.text == #"{"b":2100000000000000,"a":[null,true,"x",0.953201]}"#)
  }

  @Test("any text comes back from a strict parser as it was")
  func escapes() throws {
    let texts = [
      "", "\"\\\n\r\t", "\u{0}\u{1f}\u{7f}", "caf\u{e9} \u{1F600} \u{2028}", "</script>",
    ]
    let written = JSONText.array(texts.map { .string($0) }).text
    #expect(try JSONDecoder().decode([String].self, from: Data(written.utf8)) == texts)
  }
}
