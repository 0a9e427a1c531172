// How fast whole simulations are (planning, keys, signing, assembling, writing, truth).
//
// `race` runs them in turn with libsecp256k1 alone: signing as often, and making as many public keys by
// addition; on one thread and on two, the least of the rounds. `alone` simulates once and prints
// seconds and memory, also for a profiler to look at.
import ChainSim
import Files
import Foundation
import SystemPackage

let usage = """
  usage: simulation race ROUNDS SCENARIO [SETTING | PATH=VALUE …]
         simulation alone THREADS SCENARIO [SETTING | PATH=VALUE …] [--keep CASE]
  """
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 3, let kind = arguments.first, ["race", "alone"].contains(kind),
  let count = Int(arguments.dropFirst().first ?? ""), count > 0
else {
  print(usage)
  exit(2)
}
do {
  var words = Array(arguments.dropFirst(3))
  var kept: FilePath?
  if let place = words.firstIndex(of: "--keep"), place == words.count - 2 {
    kept = FilePath(words[place + 1])
    words.removeLast(2)
  }
  let variant = ScenarioVariant(
    setting: words.first { !$0.contains("=") }, changes: words.filter { $0.contains("=") })
  let trial = try Trial(FilePath(Array(arguments)[2]), as: variant)
  if kind == "alone" {
    try trial.printOnce(threads: count, keeping: kept)
  } else {
    let race = try Race(trial)
    for threads in [1, 2] { print(try race.run(threads: threads, rounds: count)) }
  }
} catch {
  print("simulation: \(error)")
  exit(2)
}
