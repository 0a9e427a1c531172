// Times the validation of a case against libsecp256k1 alone on the same signatures: parse key, parse
// DER, normalise, verify. Both in turn, on one thread and on two, the best of the rounds.
// usage: validation CASE [ROUNDS], or validation CASE alone, which validates once on one thread, for a
// profiler to look at.
import Bitcoin
import Case
import Foundation
import Ledger
import SystemPackage

let arguments = CommandLine.arguments
let isAlone = arguments.count > 2 && arguments[2] == "alone"
guard arguments.count >= 2, let rounds = arguments.count > 2 && !isAlone ? Int(arguments[2]) : 5,
  rounds > 0
else {
  print("usage: validation CASE [ROUNDS | alone]")
  exit(2)
}
do {
  let folder = CaseFolder(root: FilePath(arguments[1]))
  let description = try folder.readDescription()
  if isAlone {
    let report = try ChainValidation.run(
      blocks: folder.blocks(of: description), network: description.network,
      rules: ConsensusRules(description.network), threads: 1)
    print("\(report.signatures) signatures")
    exit(0)
  }
  let contest = try Contest(blocks: folder.blocks(of: description), network: description.network)
  for threads in [1, 2] { try contest.run(threads: threads, rounds: rounds) }
} catch {
  print("validation: \(error)")
  exit(2)
}
