import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("export")
struct ExportCommandTests {
  private static let tables = ["blocks", "transactions", "inputs", "outputs", "addresses"]

  @Test("the small case comes back cell by cell in every format, with the ledger's sums")
  func small() throws {
    let scratch = try ScratchFolder()
    let folder = scratch.path("tables")
    let info = try Program.run("ledger", "info", SmallCase.path(), "--json")
    try scratch.write(info.stdout, to: "info.json")
    let facts = try JSON.object(info.stdout)
    for (number, format) in ["parquet", "csv", "jsonl"].enumerated() {
      let outcome = try Program.run(
        "export", SmallCase.path(), "--format", format, "--out", folder, "--json", "--threads",
        "\(number + 1)")
      #expect(outcome.status == 0, "\(outcome.stderr)")
      let json = try JSON.object(outcome.stdout)
      let written = try #require(json["tables"] as? [[String: Any]])
      #expect(written.map { $0["table"] as? String } == Self.tables)
      #expect(written[3]["rows"] as? Int == facts["outputs"] as? Int)
      for entry in written {
        let file = try #require(entry["file"] as? String)
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        #expect(size == entry["bytes"] as? Int)
      }
    }
    let names = Self.tables.flatMap { name in ["csv", "jsonl", "parquet"].map { "\(name).\($0)" } }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names.sorted())
    guard
      let read = try PythonReaders.run(
        "check-export.py", [folder, scratch.path("info.json")],
        leavingOut: "reading the exported small case with pyarrow and DuckDB")
    else {
      #expect(!TestData.mustBeComplete, "Python with PyPI is missing")
      return
    }
    #expect(read.status == 0, "\(read.text)")
    #expect(read.text.contains("and with the ledger's counts and sums"))

    // What compares can also find something wrong: one digit of one amount.
    let path = URL(fileURLWithPath: folder).appendingPathComponent("outputs.csv")
    let text = try String(contentsOf: path, encoding: .utf8)
    let place = try #require(text.range(of: ",5000000000,"))
    try text.replacingCharacters(in: place, with: ",5000000001,")
      .write(to: path, atomically: true, encoding: .utf8)
    let wrong = try PythonReaders.run("check-export.py", [folder], leavingOut: "a wrong digit")
    #expect(wrong?.status == 1)
    #expect(wrong?.text.contains("wrong: outputs.csv: other cells") == true)
  }

  @Test("files that are there are kept, unless told otherwise")
  func overwrite() throws {
    let scratch = try ScratchFolder()
    try scratch.write("mine", to: "blocks.csv")
    let arguments = [
      "export", try SmallCase.path(), "--format", "csv", "--tables", "inputs,blocks", "--out",
      scratch.url.path, "--quiet",
    ]
    let refused = try Program.run(arguments)
    #expect(refused.status == 2)
    #expect(
      refused.stderr
        == "trace-cli: \(scratch.path("blocks.csv")) exists; --overwrite replaces it, "
        + "--out names another folder\n")
    #expect(scratch.listing() == ["blocks.csv"])
    #expect(try String(contentsOfFile: scratch.path("blocks.csv"), encoding: .utf8) == "mine")
    let done = try Program.run(arguments + ["--overwrite"])
    #expect(done.status == 0)
    #expect(scratch.listing() == ["blocks.csv", "inputs.csv"])
    #expect(done.lines.count == 2)
  }

  @Test("a table on stdout is what would be in its file", arguments: ["csv", "jsonl"])
  func stdout(format: String) throws {
    let scratch = try ScratchFolder()
    let words = ["export", try SmallCase.path(), "--format", format, "--tables", "transactions"]
    let file = try Program.run(words + ["--out", scratch.url.path, "--quiet"])
    #expect(file.status == 0)
    let printed = try Program.run(words + ["--out", "-", "--threads", "3"])
    #expect(printed.status == 0)
    #expect(printed.stderr.contains("writing transactions"))
    #expect(
      try printed.stdout
        == String(contentsOfFile: scratch.path("transactions.\(format)"), encoding: .utf8))
  }

  @Test("a folder that cannot be is told in a line")
  func badFolder() throws {
    let scratch = try ScratchFolder()
    try scratch.write("", to: "file")
    let outcome = try Program.run(
      "export", SmallCase.path(), "--out", scratch.path("file/below"), "--quiet")
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.hasPrefix("trace-cli: cannot create "))
    let full = try Program.run(
      ["export", SmallCase.path(), "--out", "-", "--format", "csv", "--tables", "outputs"],
      stdout: "/dev/full")
    #expect(full.status == 2)
    #expect(full.stderr.contains("cannot write the results to stdout"))
  }
}
