import Testing

@testable import trace_cli

@Suite("TextTable")
struct TextTableTests {
  private static let table: TextTable = {
    var table = TextTable([("name", .left), ("amount", .right)])
    table.add("fees", "0.00010000")
    table.add("a|b", "12.00000000")
    return table
  }()

  @Test("columns are aligned, and no line ends in blanks")
  func plain() {
    #expect(
      Self.table.plain() == [
        "  name       amount",
        "  ----  -----------",
        "  fees   0.00010000",
        "  a|b   12.00000000",
      ])
  }

  @Test("a bar in a cell does not break a Markdown row")
  func markdown() {
    #expect(
      Self.table.markdown() == [
        "| name |      amount |",
        "| ---- | ----------: |",
        "| fees |  0.00010000 |",
        "| a\\|b | 12.00000000 |",
      ])
  }

  @Test("what others wrote shows as itself on a page of Markdown")
  func escapes() {
    #expect(
      "<b>**proven**</b> [a](b) `c` \\".markdownEscaped
        == #"\<b\>\*\*proven\*\*\</b\> \[a\](b) \`c\` \\"#)
    #expect("mtgox, wallet hot: 1.0 %".markdownEscaped == "mtgox, wallet hot: 1.0 %")
    var table = TextTable([("by", .left)])
    table.add("**x**")
    #expect(table.markdown().last == #"| \*\*x\*\* |"#)
  }
}
