import Foundation
import Testing

@Suite("A simulation that is killed")
struct KilledRunTests {
  /// Starts a simulation, kills it after a while, and tells whether it was still running.
  private func simulateAndKill(_ folder: String, after seconds: Double) throws -> Bool {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["simulate", "Scenarios/mtgox-small.yaml", "--out", folder, "--quiet"]
    process.currentDirectoryURL = Program.root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date() < end { usleep(500) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  @Test("leaves no case, and the same command again gives the same bytes")
  func leavesNothing() throws {
    let start = Date()
    let whole = try ScratchFolder()
    #expect(try !simulateAndKill(whole.path("case"), after: 600))
    let seconds = Date().timeIntervalSince(start)
    let scratch = try ScratchFolder()
    var killed = 0
    for part in 1...12 {
      let wasKilled = try simulateAndKill(
        scratch.path("case"), after: seconds * Double(part) / 13)
      if !wasKilled { break }
      killed += 1
      #expect(!FileManager.default.fileExists(atPath: scratch.path("case")))
    }
    #expect(killed >= 1)
    if !FileManager.default.fileExists(atPath: scratch.path("case")) {
      let again = try Program.run([
        "simulate", "Scenarios/mtgox-small.yaml", "--out", scratch.path("case"), "--quiet",
      ])
      #expect(again.status == 0)
    }
    // What the killed runs had begun is gone too.
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["case"])
    #expect(scratch.listing() == whole.listing())
    for path in whole.listing() where path.contains(".") {
      #expect(
        FileManager.default.contentsEqual(atPath: whole.path(path), andPath: scratch.path(path)),
        "\(path)")
    }
  }
}
