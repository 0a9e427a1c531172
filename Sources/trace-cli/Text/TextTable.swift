/// A table for people: aligned columns on a terminal, or Markdown on a page.
struct TextTable {
  /// On which side a column's cells are flush.
  enum Side {
    case left, right
  }

  private let columns: [(title: String, side: Side)]
  private var rows: [[String]] = []

  /// A table without rows.
  init(_ columns: [(String, Side)]) {
    self.columns = columns.map { (title: $0.0, side: $0.1) }
  }

  /// Whether the table has no rows.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells that are missing are blank.
  mutating func add(_ cells: String...) {
    add(cells)
  }

  /// Adds a row; cells that are missing are blank.
  mutating func add(_ cells: [String]) {
    rows.append((0..<columns.count).map { $0 < cells.count ? cells[$0] : "" })
  }

  /// The lines of the table as plain text, with a rule under the titles.
  func plain(indent: Int = 2) -> [String] {
    let widths = self.widths
    let titles = columns.map(\.title)
    let rule = widths.map { String(repeating: "-", count: $0) }
    let margin = String(repeating: " ", count: indent)
    return ([titles, rule] + rows).map { cells in
      let line = zip(zip(cells, widths), columns).map { pair, column in
        TextTable.pad(pair.0, to: pair.1, column.side)
      }
      return margin + TextTable.trimmed(line.joined(separator: "  "))
    }
  }

  /// The lines of the table as Markdown, aligned so that the source reads as well as the page.
  func markdown() -> [String] {
    let widths = self.widths.map { max($0, 3) }
    func line(_ cells: [String]) -> String {
      "| "
        + zip(zip(cells, widths), columns).map { pair, column in
          TextTable.pad(pair.0, to: pair.1, column.side)
        }.joined(separator: " | ") + " |"
    }
    let rule = zip(widths, columns).map { width, column in
      let dashes = String(repeating: "-", count: width - 1)
      return column.side == .right ? "\(dashes):" : "\(dashes)-"
    }
    return [line(columns.map(\.title)), "| " + rule.joined(separator: " | ") + " |"]
      + rows.map { line($0.map(\.markdownEscaped)) }
  }

  private var widths: [Int] {
    columns.indices.map { index in
      max(columns[index].title.count, rows.map { $0[index].count }.max() ?? 0)
    }
  }

  private static func pad(_ text: String, to width: Int, _ side: Side) -> String {
    let gap = String(repeating: " ", count: max(0, width - text.count))
    return side == .left ? text + gap : gap + text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
