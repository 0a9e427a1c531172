// Times whole simulations (planning, keys, signing, assembling, writing, truth) against libsecp256k1
// alone: signing as often, and making as many public keys by addition. All in turn, on one thread and
// on two, the least of the rounds.
// usage: simulation SCENARIO [ROUNDS], or simulation SCENARIO alone [THREADS], which simulates once and
// prints seconds and memory, also for a profiler to look at.
import ChainSim
import Files
import Foundation
import SystemPackage

let arguments = CommandLine.arguments
let isAlone = arguments.count > 2 && arguments[2] == "alone"
guard arguments.count >= 2, let rounds = arguments.count > 2 && !isAlone ? Int(arguments[2]) : 5,
  rounds > 0,
  let threads = arguments.count > 3 ? Int(arguments[3]) : Workers.processorCount, threads > 0
else {
  print("usage: simulation SCENARIO [ROUNDS | alone [THREADS]]")
  exit(2)
}
do {
  let race = try Race(FilePath(arguments[1]))
  if isAlone {
    try race.runAlone(threads: threads)
  } else {
    for threads in [1, 2] { try race.run(threads: threads, rounds: rounds) }
  }
} catch {
  print("simulation: \(error)")
  exit(2)
}
