// How fast block files become a ledger: reading, hashing, checking merkle roots, resolving what inputs
// spend, writing columns and checksums.
//
// `race` runs the import in turn with parsing and txid hashing alone over the same bytes, on one thread
// and on two, the least of the rounds. `alone` imports once and prints seconds and memory, also for a
// profiler to look at. `keep` makes the case's own ledger.
import Foundation
import SystemPackage

let usage = """
  usage: imports race CASE ROUNDS
         imports alone CASE THREADS [MEGABYTES]
         imports keep CASE THREADS
  """
let arguments = CommandLine.arguments
guard (4...5).contains(arguments.count), ["race", "alone", "keep"].contains(arguments[1]),
  let count = Int(arguments[3]), count > 0
else {
  print(usage)
  exit(2)
}
do {
  let trial = try Trial(FilePath(arguments[2]))
  switch arguments[1] {
  case "race": try Race(trial).run(rounds: count)
  case "keep": try trial.keep(threads: count)
  default:
    let bound = arguments.count > 4 ? Int(arguments[4]).map { $0 * 1_000_000 } : nil
    try trial.printOnce(threads: count, memory: bound)
  }
} catch {
  print("imports: \(error)")
  exit(2)
}
