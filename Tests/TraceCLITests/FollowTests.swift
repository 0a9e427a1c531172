import Foundation
import Testing

/// `index --follow` beside a writer, as a user runs it beside a node.
@Suite("index --follow")
struct FollowTests {
  /// A run that goes on, and what it has printed so far.
  private final class Run {
    let process = Process()
    private let output: URL
    private let errors: URL

    init(_ arguments: [String], _ scratch: ScratchFolder) throws {
      output = scratch.url.appendingPathComponent("stdout")
      errors = scratch.url.appendingPathComponent("stderr")
      process.executableURL = Program.url
      process.arguments = arguments
      for url in [output, errors] { try Data().write(to: url) }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
    }

    var stdout: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var stderr: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// A test that fails leaves no run behind.
    deinit {
      guard process.isRunning else { return }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }

    /// Waits until a text is printed, the run ends, or it is plain that it never will be.
    func wait(for text: String) -> Bool {
      for _ in 0..<30_000 {
        if stdout.contains(text) { return true }
        guard process.isRunning else { break }
        usleep(10_000)
      }
      return stdout.contains(text)
    }

    func end(_ signal: Int32) -> Int32 {
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : -1
    }
  }

  /// A copy of the small case whose blocks are still to be written, and their bytes.
  private func growingCase(_ scratch: ScratchFolder) throws -> (String, URL, Data) {
    let folder = try SmallCase.copy(into: scratch)
    try FileManager.default.removeItem(atPath: "\(folder)/ledger")
    let file = URL(fileURLWithPath: "\(folder)/blocks/blk00000.dat")
    let bytes = try Data(contentsOf: file)
    try bytes.prefix(bytes.count / 3).write(to: file)
    return (folder, file, bytes)
  }

  @Test("keeps up with a file that grows, and ends cleanly", arguments: [SIGINT, SIGTERM])
  func follows(signal: Int32) throws {
    let scratch = try ScratchFolder()
    let (folder, file, bytes) = try growingCase(scratch)
    let run = try Run(["index", folder, "--follow", "--every", "50ms"], scratch)
    #expect(run.wait(for: "tip: height "), "\(run.stderr)")
    let writer = try FileHandle(forUpdating: file)
    var place = Int(try writer.seekToEnd())
    for step in 1...6 {
      let end = step == 6 ? bytes.count : place + (bytes.count - place) / 3 + 7 * step
      try writer.write(contentsOf: bytes[place..<end])
      place = end
      usleep(60_000)
    }
    try writer.close()
    let info = try Program.run("ledger", "info", SmallCase.path(), "--json")
    let expected = try JSON.object(info.stdout)
    let tip = try #require(expected["tip"] as? String)
    #expect(run.wait(for: tip), "\(run.stdout)\(run.stderr)")
    #expect(run.end(signal) == 0, "\(run.stderr)")
    #expect(run.stderr.contains("stopped; the ledger is complete up to the last tip"))
    #expect(!run.stderr.contains("left out"), "\(run.stderr)")
    let ledger = try SmallCase.path() + "/ledger"
    for name in try FileManager.default.contentsOfDirectory(atPath: ledger) {
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(ledger)/\(name)", andPath: "\(folder)/ledger/\(name)"), "\(name)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(".") } == []
    )
  }

  @Test("one JSON object a tip, and a first look that fails is an error")
  func json() throws {
    let scratch = try ScratchFolder()
    let (folder, file, bytes) = try growingCase(scratch)
    let run = try Run(["index", folder, "--follow", "--every", "50ms", "--json"], scratch)
    #expect(run.wait(for: "\n"))
    #expect(run.end(SIGTERM) == 0)
    let lines = try JSON.lines(run.stdout)
    #expect(lines.count == 1)
    #expect(lines[0]["upToDate"] as? Bool == false)
    try Data(bytes.dropFirst(300)).write(to: file)
    let failed = try Program.run("index", folder, "--follow", "--quiet")
    #expect(failed.status == 2)
    #expect(failed.stderr.contains("is missing in"), "\(failed.stderr)")
  }

  @Test(
    "options that make no sense are refused",
    arguments: [
      (["--every", "5s"], "--every is for --follow."),
      (["--follow", "--strict"], "--strict and --follow do not go together"),
      (["--follow", "--every", "5"], "'5'"), (["--follow", "--every", "1ms"], "'1ms'"),
      (["--follow", "--every", "2h"], "'2h'"),
    ])
  func refused(options: [String], text: String) throws {
    let outcome = try Program.run(["index", SmallCase.path()] + options)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains(text), "\(outcome.stderr)")
  }
}
