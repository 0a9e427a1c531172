import Bitcoin
import ChainSim
import Files
import Foundation
import Racing
import SystemPackage

/// The simulation of a scenario, and the same signatures and keys by libsecp256k1 alone.
struct Race {
  private let scenario: Scenario
  private let limit: SigningLimit

  /// Reads the scenario.
  init(_ path: FilePath) throws {
    scenario = try ScenarioReader.read(path)
    guard let secret = SecretKey(bytes: Digest.sha256(Array("a secret".utf8))) else {
      throw Unfit(why: "a hash is a scalar")
    }
    limit = SigningLimit(secret)
  }

  /// Runs all three in turn and prints the least of each.
  func run(threads: Int, rounds: Int) throws {
    var simulations: [Spent] = []
    var signing: [Spent] = []
    var keys: [Spent] = []
    var report: Simulation.Report?
    for _ in 0..<rounds {
      var start = Spent.now()
      let made = try simulate(threads: threads)
      simulations.append(Spent.now() - start)
      report = made
      let load = SigningLimit.Load(
        ecdsa: made.signatures - made.schnorrSignatures, ground: made.groundSignatures,
        schnorr: made.schnorrSignatures, keys: made.keys)
      start = Spent.now()
      let parts = threads * 50
      let done = Workers.map(count: parts, threads: threads) {
        limit.sign(load, share: $0, of: parts)
      }
      signing.append(Spent.now() - start)
      guard done.reduce(0, +) == made.signatures else {
        throw Unfit(why: "the limit made another number of signatures")
      }
      start = Spent.now()
      let written = Workers.map(count: parts, threads: threads) {
        limit.makeKeys(load, share: $0, of: parts)
      }
      keys.append(Spent.now() - start)
      guard written.reduce(0, +) == made.keys * 33 else {
        throw Unfit(why: "the limit made another number of keys")
      }
    }
    guard let report else { return }
    show(report, threads, simulations, signing, keys)
  }

  /// Simulates once and prints what it took.
  func runAlone(threads: Int) throws {
    let start = Spent.now()
    let report = try simulate(threads: threads)
    let spent = Spent.now() - start
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    // The system counts in units of 1,024 bytes.
    let peak = usage.ru_maxrss * 1_024
    print(
      "\(report.transactions) transactions, \(report.signatures) signatures, \(report.keys) keys: "
        + String(
          format: "%.2f s, %.1f us a transaction, %.2f s of the cores", spent.wall,
          1e6 * spent.wall / Double(report.transactions), spent.processor)
        + ", peak \(peak / 1_000_000) MB, \(peak / report.transactions) bytes a transaction")
  }

  private func simulate(threads: Int) throws -> Simulation.Report {
    let folder = FilePath(NSTemporaryDirectory())
      .appending("coldtrace-simulation-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? Folder.remove(folder) }
    return try Simulation.run(scenario, threads: threads, into: folder)
  }

  private func show(
    _ report: Simulation.Report, _ threads: Int, _ simulations: [Spent], _ signing: [Spent],
    _ keys: [Spent]
  ) {
    let words = threads == 1 ? "1 thread, " : "\(threads) threads,"
    print(
      "\(words) \(report.transactions) transactions, \(report.signatures) signatures "
        + "(\(report.groundSignatures) ground, \(report.schnorrSignatures) Schnorr), "
        + "\(report.keys) keys, "
        + String(
          format: "%.2f distinct keys a signature", Double(report.keys) / Double(report.signatures))
        + "; least of \(simulations.count) rounds: wall, processor time")
    line("simulate", simulations)
    line("signing alone", signing)
    line("keys by addition", keys)
    func ratio(_ key: KeyPath<Spent, Double>, _ limits: [[Spent]]) -> String {
      let least = limits.reduce(0) { $0 + ($1.map { $0[keyPath: key] }.min() ?? 0) }
      let whole = simulations.map { $0[keyPath: key] }.min() ?? 0
      return String(format: "%.3f", whole / least)
    }
    print(
      "  simulate takes \(ratio(\.wall, [signing])) times signing alone, "
        + "\(ratio(\.wall, [signing, keys])) times signing and keys "
        + "(processor time: \(ratio(\.processor, [signing])), "
        + "\(ratio(\.processor, [signing, keys])))")
  }

  private func line(_ name: String, _ times: [Spent]) {
    let wall = times.map(\.wall).sorted()
    let processor = times.map(\.processor).min() ?? 0
    print(
      "  " + name.padding(toLength: 18, withPad: " ", startingAt: 0)
        + String(
          format: "%7.3f s (median %.3f), %7.3f s", wall[0], wall[wall.count / 2], processor))
  }
}

/// Why nothing can be compared.
struct Unfit: Error, CustomStringConvertible {
  /// The reason.
  let why: String
  /// The reason.
  var description: String { why }
}
