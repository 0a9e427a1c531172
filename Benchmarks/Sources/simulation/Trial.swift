import ChainSim
import Files
import Foundation
import Racing
import SystemPackage

/// A scenario that is simulated to see how long it takes.
struct Trial {
  /// The scenario's file and what was changed in it.
  let name: String
  private let scenario: Scenario

  /// Reads the scenario.
  init(_ path: FilePath, as variant: ScenarioVariant) throws {
    scenario = try ScenarioReader.read(path, as: variant)
    let words = [path.lastComponent?.string ?? path.string] + [variant.setting].compactMap(\.self)
    name = (words + variant.changes).joined(separator: " ")
  }

  /// Simulates, into a folder that is to be kept or one that is taken away once the clocks are read.
  func run(
    threads: Int, keeping kept: FilePath? = nil
  ) throws -> (report: Simulation.Report, spent: Spent) {
    let folder =
      kept
      ?? FilePath(NSTemporaryDirectory())
      .appending("coldtrace-simulation-\(ProcessInfo.processInfo.processIdentifier)")
    defer { if kept == nil { try? Folder.remove(folder) } }
    let start = Spent.now()
    let report = try Simulation.run(scenario, threads: threads, into: folder)
    return (report, Spent.now() - start)
  }

  /// Simulates once and prints a row: transactions, threads, seconds, microseconds of each transaction
  /// by the clock and of the processors, the most memory that was resident (MB) before and at all, and
  /// what came to it for each transaction (bytes).
  func printOnce(threads: Int, keeping kept: FilePath?) throws {
    let before = Trial.peak()
    let (report, spent) = try run(threads: threads, keeping: kept)
    let peak = Trial.peak()
    let count = Double(report.transactions)
    print(
      String(
        format: "%12ld %8ld %9.2f %7.1f %9.1f %10ld %8ld %7ld", report.transactions, threads,
        spent.wall, 1e6 * spent.wall / count, 1e6 * spent.processor / count, before / 1_000_000,
        peak / 1_000_000, (peak - before) / report.transactions))
  }

  /// The most memory that was resident so far (bytes).
  private static func peak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    // The system counts in units of 1,024 bytes.
    return usage.ru_maxrss * 1_024
  }
}
