import Bitcoin
import Case
import Files
import Foundation
import Ledger
import Racing
import SystemPackage

/// A case whose blocks are imported to see how long it takes.
struct Trial {
  /// Where the block files are.
  let blocks: FilePath
  /// Their network.
  let network: Network
  /// Where the case's ledger belongs.
  private let ledger: FilePath

  /// Finds the case's blocks.
  init(_ root: FilePath) throws {
    let folder = CaseFolder(root: root)
    let description = try folder.readDescription()
    blocks = folder.blocks(of: description)
    network = description.network
    ledger = folder.ledger
  }

  /// Imports from nothing, and takes away what that left once the clocks are read.
  func run(
    threads: Int, memory: Int? = nil, progress: (ImportProgress) -> Void = { _ in }
  ) throws -> (report: ImportReport, spent: Spent) {
    let folder = FilePath(NSTemporaryDirectory())
      .appending("coldtrace-imports-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? Folder.remove(folder) }
    let start = Spent.now()
    let report = try LedgerImport.run(
      blocks: blocks, network: network, into: folder, threads: threads, memory: memory,
      progress: progress)
    return (report, Spent.now() - start)
  }

  /// Makes the case's own ledger.
  func keep(threads: Int) throws {
    _ = try LedgerImport.run(blocks: blocks, network: network, into: ledger, threads: threads)
  }

  /// Imports once and prints a row: transactions, outputs, threads, the bound (MB; - for none given),
  /// seconds, microseconds of each transaction by the clock and of the processors, the most memory that
  /// was resident and how much of it at most was the process's own, not pages of mapped files that the
  /// system may drop (MB), and what of its own came to it for each output (bytes).
  func printOnce(threads: Int, memory: Int?) throws {
    let before = Residence.now().own
    var most = 0
    var calls = 0
    let (report, spent) = try run(threads: threads, memory: memory) { progress in
      // Where blocks are read there are many calls; the last ones hold most.
      calls += 1
      if calls % 8 == 0 || progress.done == progress.total { most = max(most, Residence.now().own) }
    }
    let count = Double(report.transactionCount)
    print(
      String(format: "%12ld %10ld %7ld ", report.transactionCount, report.outputCount, threads)
        + (memory.map { String(format: "%6ld", $0 / 1_000_000) } ?? "     -")
        + String(
          format: " %9.2f %7.2f %7.2f %8ld %7ld %7ld", spent.wall, 1e6 * spent.wall / count,
          1e6 * spent.processor / count, Residence.now().peak / 1_000_000, most / 1_000_000,
          (most - before) / report.outputCount))
  }
}

/// How much of this process is in memory (bytes).
struct Residence {
  /// The most so far, mapped files among it.
  var peak = 0
  /// What is now its own: no page of it is a file's.
  var own = 0

  /// As the system tells it (`/proc/self/status`, man 5 proc).
  static func now() -> Residence {
    var found = Residence()
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count > 1, let kibibytes = Int(words[1]) else { continue }
      if words[0] == "VmHWM:" { found.peak = kibibytes << 10 }
      if words[0] == "RssAnon:" || words[0] == "RssShmem:" { found.own += kibibytes << 10 }
    }
    return found
  }
}
