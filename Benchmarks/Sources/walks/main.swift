// Times the walk over all inputs and outputs of a case's ledger (every fee of the chain, for which the
// value of each spent output is gathered from wherever it stands) against a plain C loop over the same
// columns, in turn in one run, on one thread and on two.
// usage: walks CASE [ROUNDS]
import Foundation
import Ledger
import SystemPackage

let arguments = CommandLine.arguments
guard (2...3).contains(arguments.count),
  let rounds = arguments.count > 2 ? Int(arguments[2]) : 101, rounds > 0
else {
  print("usage: walks CASE [ROUNDS]")
  exit(2)
}
do {
  let ledger = try ChainLedger(opening: FilePath(arguments[1]).appending("ledger"))
  try WalkRace.run(ledger, rounds: rounds)
} catch {
  print("walks: \(error)")
  exit(2)
}
