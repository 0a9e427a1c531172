import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("docs/export.md")
struct ExportDocumentTests {
  @Test("has every column of every table in order, with its type")
  func complete() throws {
    let text = try #require(try File.readText(TestData.packageRoot.appending("docs/export.md")))
    var documented: [String: [String]] = [:]
    var table = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") { table = String(line.dropFirst(3)) }
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
      if line.hasPrefix("| `"), cells.count >= 3 {
        documented[table, default: []].append("\(cells[0]): \(cells[1])")
      }
    }
    for table in ExportTable.allCases {
      let columns = table.columns.map { column in
        "\(column.name): \(Self.name(of: column.kind))\(column.isNullable ? ",ornone" : "")"
      }
      #expect(documented[table.rawValue] == columns)
    }
  }

  private static func name(of kind: ExportColumn.Kind) -> String {
    switch kind {
    case .int32: "int32"
    case .int64: "int64"
    case .boolean: "boolean"
    case .time: "time"
    case .hash: "hash"
    case .text: "text"
    case .word: "word"
    }
  }
}
