import Foundation
import Testing

@Suite("A simulation that is killed")
struct KilledRunTests {
  /// Starts a simulation, kills it once `isDue` says so, and tells whether it was still running.
  @discardableResult
  private func simulate(_ folder: String, killing isDue: () -> Bool = { false }) throws -> Bool {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["simulate", "Scenarios/mtgox-small.yaml", "--out", folder, "--quiet"]
    process.currentDirectoryURL = Program.root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !isDue() { usleep(500) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// How many bytes the files in a folder have; 0 where there is none.
  private func byteCount(_ folder: String) -> Int {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return 0 }
    var sum = 0
    while names.nextObject() != nil { sum += (names.fileAttributes?[.size] as? Int) ?? 0 }
    return sum
  }

  private func requireSame(_ scratch: ScratchFolder, _ whole: ScratchFolder) {
    #expect(scratch.listing() == whole.listing())
    for path in whole.listing() where path.contains(".") {
      #expect(
        FileManager.default.contentsEqual(atPath: whole.path(path), andPath: scratch.path(path)),
        "\(path)")
    }
  }

  @Test("leaves no case or a whole one, and the same command again gives the same bytes")
  func leavesNothing() throws {
    let whole = try ScratchFolder()
    #expect(try !simulate(whole.path("case")))
    let size = byteCount(whole.path("case"))
    let scratch = try ScratchFolder()
    let begun = scratch.path(".case.building")
    var killed = 0
    for part in 0..<12 {
      // Killed while planning, and then each time with more of it written.
      let wasKilled = try simulate(scratch.path("case")) {
        part == 0 || byteCount(begun) > size * part / 12
      }
      killed += wasKilled ? 1 : 0
      // The last thing that a run does is to give the case its name; killed after that, it leaves it.
      guard FileManager.default.fileExists(atPath: scratch.path("case")) else { continue }
      requireSame(scratch, whole)
      try FileManager.default.removeItem(atPath: scratch.path("case"))
    }
    #expect(killed >= 1)
    #expect(try !simulate(scratch.path("case")))
    // What the killed runs had begun is gone too.
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["case"])
    requireSame(scratch, whole)
  }
}
