import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("docs/ledger-format.md")
struct FormatDocumentTests {
  @Test("names every file that a ledger has, and the size of each element")
  func complete() throws {
    let path = TestData.packageRoot.appending("docs/ledger-format.md")
    let text = try #require(try File.readText(path))
    let world = try ChainBuilder().makeLedger()
    let manifest = try #require(
      try File.readText(world.ledger.folder.appending("manifest")))
    let sizes = [
      "32 bytes": 32, "80 bytes": 80, "`UInt8`": 1, "`UInt32`": 4, "`UInt64`": 8, "`Int64`": 8,
    ]
    var documented: [String: Int] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " } }
      let size = sizes.first { $0.key.filter { $0 != " " } == cells[2] }?.value
      documented[cells[0].filter { $0 != "`" }] = size
    }
    var columns: [String: Int] = [:]
    for line in manifest.split(separator: "\n") where line.hasPrefix("column ") {
      let parts = line.split(separator: " ")
      columns[String(parts[1])] = Int(parts[2])
    }
    #expect(columns == documented)
    #expect(
      Set(try Folder.list(world.ledger.folder))
        == Set(columns.keys).union(["checksums", "manifest", "sources"]))
  }
}
