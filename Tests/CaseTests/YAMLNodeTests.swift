import Bitcoin
import Case
import Testing

@Suite("YAML layer")
struct YAMLNodeTests {
  static let wallet = YAMLKeyTable(
    "wallet", [.optional("script", .text, "."), .optional("addresses", .integer(1...10), ".")])
  static let actor = YAMLKeyTable(
    "actor",
    [
      .required("kind", .text, "."), .optional("wallets", .names(.mapping(wallet)), "."),
      .optional("owes", .amount, "."),
    ])

  static func message(_ text: String) -> String {
    do {
      let root = try YAMLDocument.read(text: text, file: "a.yaml")
      let mapping = try root.mapping(actor, in: "actor 'mtgox'")
      if let owes = mapping.find("owes") { _ = try owes.amount() }
      return "accepted"
    } catch {
      return error.description
    }
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let message: String
    var testDescription: String { name }
  }

  static let wrong: [Wrong] = [
    Wrong(
      name: "unknown key, near a known one", text: "kind: exchange\nwallet: {}\n",
      message: "a.yaml:2:1: unknown key 'wallet' in actor 'mtgox'; did you mean 'wallets'?"),
    Wrong(
      name: "unknown key, near none", text: "kind: exchange\n  \ncolour: red\n",
      message: "a.yaml:3:1: unknown key 'colour' in actor 'mtgox'; "
        + "known keys are kind, wallets, owes"),
    Wrong(
      name: "missing key", text: "# nothing\nowes: 1 BTC\n",
      message: "a.yaml:2:1: key 'kind' is missing in actor 'mtgox'"),
    Wrong(
      name: "duplicate key", text: "kind: a\nowes: 1 BTC\nkind: b\n",
      message: "a.yaml:1:1: key 'kind' is given twice in the same mapping"),
    Wrong(
      name: "amount cut at its comma in braces", text: "{kind: a, owes: 750,000 BTC}\n",
      message: "a.yaml:1:21: unknown key '000 BTC' in actor 'mtgox'; "
        + "an amount with a comma needs quotes: \"750,000 BTC\""),
    Wrong(
      name: "amount without unit", text: "kind: a\nowes: 750000\n",
      message: "a.yaml:2:7: 'owes' must be an amount such as 750000 BTC, with the unit, "
        + "not '750000'"),
    Wrong(
      name: "amount in another unit", text: "kind: a\nowes: 5 sat\n",
      message: "a.yaml:2:7: 'owes' must be an amount such as 750000 BTC, in bitcoins, "
        + "not '5 sat'"),
    Wrong(
      name: "list in place of an amount", text: "kind: a\nowes: [1 BTC]\n",
      message: "a.yaml:2:7: 'owes' must be an amount such as 750000 BTC, not a list"),
    Wrong(
      name: "nothing in place of an amount", text: "kind: a\nowes:\n",
      message: "a.yaml:2:6: 'owes' must be an amount such as 750000 BTC, not nothing"),
    Wrong(
      name: "anchor", text: "kind: &x a\nowes: *x\n",
      message: "a.yaml:1:7: anchors, aliases and merge keys ('&', '*', '<<') are not allowed; "
        + "write the value out"),
    Wrong(
      name: "merge key", text: "kind: a\n<<: {owes: 1 BTC}\n",
      message: "a.yaml:2:1: anchors, aliases and merge keys ('&', '*', '<<') are not allowed; "
        + "write the value out"),
    Wrong(
      name: "undefined alias", text: "kind: *x\n",
      message: "a.yaml:1:7: not valid YAML: found undefined alias"),
    Wrong(
      name: "explicit type", text: "kind: !!int 5\n",
      message: "a.yaml:1:7: an explicit type 'tag:yaml.org,2002:int' is not allowed"),
    Wrong(
      name: "list as a key", text: "kind: a\n? [b]\n: c\n",
      message: "a.yaml:2:3: a key must be a plain text"),
    Wrong(
      name: "two documents", text: "kind: a\n---\nkind: b\n",
      message: "a.yaml:2:1: not valid YAML: but found another document"),
    Wrong(
      name: "text in place of a mapping", text: "garbage",
      message: "a.yaml:1:1: the file must be a mapping, not the text 'garbage'"),
    Wrong(
      name: "no YAML", text: "kind: [a\n",
      message: "a.yaml:2:1: not valid YAML: did not find expected ',' or ']'"),
    Wrong(
      name: "tab", text: "kind: a\nwallets:\n\thot: {}\n",
      message: "a.yaml:3:1: not valid YAML: found character that cannot start any token"),
    Wrong(name: "empty", text: "", message: "a.yaml:1:1: nothing but white space and comments"),
    Wrong(
      name: "comment only", text: "# a\n\n",
      message: "a.yaml:1:1: nothing but white space and comments"),
    Wrong(
      name: "control character", text: "kind: a\nowes: \u{1}\n",
      message: "a.yaml:2:7: character U+0001 is not allowed in YAML"),
  ]

  @Test("a wrong file is refused with file, line, column, key and reason", arguments: wrong)
  func refuses(_ wrong: Wrong) {
    #expect(YAMLNodeTests.message(wrong.text) == wrong.message)
  }

  @Test("bytes that are no UTF-8 are refused with their line")
  func refusesOtherEncodings() {
    let bytes: [UInt8] = Array("kind: a\nowes: ".utf8) + [0xFF, 0xFE, 0x0A]
    #expect(throws: YAMLError(file: "a", line: 2, column: 1, key: nil, reason: .notUTF8)) {
      try YAMLDocument.read(bytes, file: "a")
    }
  }

  @Test("a giant file is refused before it is parsed")
  func refusesGiants() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_001)
    let reason = YAMLProblem.tooLarge(byteCount: 1_001, limit: 1_000)
    #expect(throws: YAMLError(file: "a", line: 1, column: 1, key: nil, reason: reason)) {
      try YAMLDocument.read(bytes, file: "a", byteLimit: 1_000)
    }
  }

  @Test(
    "deep nesting is refused, in brackets, in braces and in blocks",
    arguments: ["[", "{a: ", "- ", "? "], [66, 900, 1_200, 100_000])
  func refusesDepth(opener: String, count: Int) {
    let text = String(repeating: opener, count: count)
    let closer = opener == "[" ? "]" : opener == "{a: " ? "}" : ""
    let whole = text + (closer == "}" ? "1" : "") + String(repeating: closer, count: count)
    #expect(throws: YAMLError.self) { try YAMLDocument.read(text: whole, file: "a") }
  }

  @Test("nesting up to the limit is read")
  func readsDepth() throws {
    let text = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    _ = try YAMLDocument.read(text: text, file: "a")
  }

  @Test("aliases of aliases are refused at once, even as keys")
  func refusesExplosions() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 {
      let many = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(many)]\n"
    }
    text += "? *a40\n: x\n"
    #expect(throws: YAMLError.self) { try YAMLDocument.read(text: text, file: "a") }
  }

  @Test("ampersands and stars in texts and comments are no aliases")
  func readsSigns() throws {
    let line = "- 'AT &T *star *star' # see *that &this\n"
    let root = try YAMLDocument.read(
      text: "- a&b *c\n" + line + "- \"2 * 3 & 4\"\n", file: "a")
    #expect(try root.list().map { node in try node.text() }[1] == "AT &T *star *star")
  }

  @Test("random bytes and mutated files give nodes or an error")
  func survivesGarbage() {
    let seed =
      "kind: a\nwallets: {hot: {script: 'p2pkh', addresses: 5}}\nowes: \"1,000 BTC\"\n- [x]"
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let pieces: [[UInt8]] = [
      "&a ", "*a", "<<: ", "[", "]", "{", "}", "- ", "? ", ": ", "|\n", ">\n", "'", "\"", "\\x",
      "%",
      "!!map ", "---\n", "...\n", "#", "\t", "\r", "\n ", "~", "@", "`", "\u{FEFF}", "\u{85}",
    ].map { Array($0.utf8) }
    for _ in 0..<3_000 {
      var bytes = Array(seed.utf8)
      for _ in 0...next(6) {
        let at = next(bytes.count + 1)
        switch next(3) {
        case 0: bytes.insert(contentsOf: pieces[next(pieces.count)], at: at)
        case 1: bytes.insert(UInt8(next(256)), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + next(5)))
        }
      }
      _ = try? YAMLDocument.read(bytes, file: "a")
    }
  }
}
