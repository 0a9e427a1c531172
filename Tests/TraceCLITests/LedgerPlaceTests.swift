import Foundation
import Testing

/// Where a ledger lies, and who is at work on it, as users meet it.
@Suite("The ledger's place")
struct LedgerPlaceTests {
  /// A copy of the small case without its ledger.
  private func bareCase(_ scratch: ScratchFolder) throws -> String {
    let folder = try SmallCase.copy(into: scratch)
    try FileManager.default.removeItem(atPath: "\(folder)/ledger")
    return folder
  }

  @Test(
    "of several runs at once one makes it, and the others say that it is in use or find it made")
  func severalRuns() throws {
    let scratch = try ScratchFolder()
    let folder = try bareCase(scratch)
    for _ in 0..<4 {
      let errors = (0..<3).map { scratch.url.appendingPathComponent("errors-\($0)") }
      let runs = try errors.map { url in
        try Data().write(to: url)
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["index", folder, "--quiet"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: url)
        try process.run()
        return process
      }
      for (run, url) in zip(runs, errors) {
        run.waitUntilExit()
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(
          run.terminationStatus == 0
            || run.terminationStatus == 2 && text.contains("is in use by another process"),
          "\(run.terminationStatus): \(text)")
      }
      #expect(runs.contains { $0.terminationStatus == 0 })
      #expect(try Program.run("ledger", "check", folder, "--quiet").status == 0)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.filter { $0.hasPrefix(".") } == [])
      try FileManager.default.removeItem(atPath: "\(folder)/ledger")
    }
  }

  @Test("may be a link to another disk, which stays; a ledger that was moved aside is read")
  func link() throws {
    let scratch = try ScratchFolder()
    let folder = try bareCase(scratch)
    try FileManager.default.createDirectory(
      atPath: scratch.path("disk"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/ledger", withDestinationPath: "../disk/columns")
    for _ in 0..<2 {
      #expect(try Program.run("index", folder, "--quiet").status == 0)
      #expect(try Program.run("ledger", "info", folder, "--quiet").status == 0)
    }
    try FileManager.default.moveItem(
      atPath: scratch.path("disk/columns"), toPath: scratch.path("disk/.columns.replaced"))
    #expect(try Program.run("ledger", "info", folder, "--quiet").status == 0)
    #expect(try Program.run("ledger", "check", folder, "--quiet").status == 0)
    let again = try Program.run("index", folder)
    #expect(again.stdout.hasPrefix("up to date: "), "\(again.stdout)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("disk")) == ["columns"])
  }

  @Test("what cannot be looked at is not told as absent", arguments: ["ledger", "truth", "tags"])
  func unreadable(part: String) throws {
    let scratch = try ScratchFolder()
    let folder = try SmallCase.copy(into: scratch)
    try FileManager.default.removeItem(atPath: "\(folder)/\(part)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/\(part)", withDestinationPath: part)
    for command in ["score", "report"] where command == "report" || part != "tags" {
      let outcome = try Program.run(command, folder, "--quiet")
      #expect(outcome.status == 2)
      #expect(
        outcome.stderr.contains("too many levels of symbolic links"), "\(outcome.stderr)")
    }
  }

  @Test("a damaged ledger is made anew, and that is said")
  func damaged() throws {
    let scratch = try ScratchFolder()
    let folder = try SmallCase.copy(into: scratch)
    let path = "\(folder)/ledger/tx.txid"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[100] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    let refused = try Program.run("ledger", "info", folder)
    #expect(refused.status == 2)
    #expect(
      refused.stderr.hasSuffix("; run trace-cli index \(folder), which makes it anew\n"),
      "\(refused.stderr)")
    let indexed = try Program.run("index", folder)
    #expect(indexed.status == 0)
    #expect(
      indexed.stderr.contains(
        "all blocks were read anew: a ledger was there, but it was damaged (wrong checksum of "
          + "column tx.txid"), "\(indexed.stderr)")
    #expect(try Program.run("ledger", "info", folder, "--quiet").status == 0)
  }

  @Test("an export removes what a killed one had begun")
  func exportLeftovers() throws {
    let scratch = try ScratchFolder()
    let gone = try Process.run(URL(fileURLWithPath: "/bin/true"), arguments: [])
    gone.waitUntilExit()
    try scratch.write("half", to: ".blocks.csv.writing-\(gone.processIdentifier)")
    let outcome = try Program.run(
      "export", SmallCase.path(), "--format", "csv", "--tables", "blocks", "--out",
      scratch.url.path, "--quiet")
    #expect(outcome.status == 0)
    #expect(scratch.listing() == ["blocks.csv"])
  }
}
