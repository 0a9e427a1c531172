// Times traces and clusters as multiples of a plain walk over the same columns, all in turn in one
// run. A chain that fits a core's cache makes the walk look cheaper than it is on a long one.
// usage: limits CASE [ROUNDS]
import Foundation
import Ledger
import SystemPackage

let arguments = CommandLine.arguments
guard arguments.count >= 2, let rounds = arguments.count > 2 ? Int(arguments[2]) : 7, rounds > 0
else {
  print("usage: limits CASE [ROUNDS]")
  exit(2)
}
do {
  let ledger = try ChainLedger(opening: FilePath(arguments[1]).appending("ledger"))
  try Report.make(ledger, rounds: rounds)
} catch {
  print("limits: \(error)")
  exit(2)
}
