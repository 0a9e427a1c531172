// Times the validation of a case against libsecp256k1 alone on the same signatures: parse key, parse
// DER, normalise, verify. Both in turn, on one thread and on two, the best of the rounds.
// usage: validation CASE [ROUNDS]
import Case
import Foundation
import SystemPackage

let arguments = CommandLine.arguments
guard arguments.count >= 2, let rounds = arguments.count > 2 ? Int(arguments[2]) : 5, rounds > 0
else {
  print("usage: validation CASE [ROUNDS]")
  exit(2)
}
do {
  let folder = CaseFolder(root: FilePath(arguments[1]))
  let description = try folder.readDescription()
  let contest = try Contest(blocks: folder.blocks(of: description), network: description.network)
  for threads in [1, 2] { try contest.run(threads: threads, rounds: rounds) }
} catch {
  print("validation: \(error)")
  exit(2)
}
