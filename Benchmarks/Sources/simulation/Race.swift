import Bitcoin
import ChainSim
import Files
import Foundation
import Racing

/// The simulation of a scenario, and the same signatures and keys by libsecp256k1 alone.
struct Race {
  private let trial: Trial
  private let limit: SigningLimit

  /// How many times as long as the limit a simulation may take.
  private static let allowed = 1.2

  /// A race with a scenario's simulation.
  init(_ trial: Trial) throws {
    self.trial = trial
    guard let secret = SecretKey(bytes: Digest.sha256(Array("a secret".utf8))) else {
      throw Unfit(why: "a hash is a scalar")
    }
    limit = SigningLimit(secret)
  }

  /// Runs all three in turn, on so many threads.
  ///
  /// - Returns: the row for the least of each.
  func run(threads: Int, rounds: Int) throws -> String {
    var row = Row(name: trial.name, threads: threads)
    for _ in 0..<rounds {
      let (report, spent) = try trial.run(threads: threads)
      row.report = report
      row.simulations.append(spent)
      let load = SigningLimit.Load(
        ecdsa: report.signatures - report.schnorrSignatures, ground: report.groundSignatures,
        schnorr: report.schnorrSignatures, keys: report.keys)
      row.signing.append(
        try time(threads, expecting: report.signatures) {
          limit.sign(load, share: $0, of: $1)
        })
      row.keys.append(
        try time(threads, expecting: report.keys * PublicKey.compressedSize) {
          limit.makeKeys(load, share: $0, of: $1)
        })
    }
    return row.text
  }

  /// Runs the limit in parts, so that all threads end at the same time.
  private func time(
    _ threads: Int, expecting count: Int, _ body: @Sendable (_ share: Int, _ parts: Int) -> Int
  ) throws -> Spent {
    let parts = threads * 50
    let start = Spent.now()
    let done = Workers.map(count: parts, threads: threads) { body($0, parts) }
    let spent = Spent.now() - start
    guard done.reduce(0, +) == count else { throw Unfit(why: "the limit did not do as much") }
    return spent
  }

  /// What was measured on one count of threads.
  private struct Row {
    let name: String
    let threads: Int
    var report: Simulation.Report?
    var simulations: [Spent] = []
    var signing: [Spent] = []
    var keys: [Spent] = []

    /// Scenario, threads, transactions, signatures, distinct keys for each signature; seconds of the
    /// simulation, the signing, the keys; the simulation in multiples of signing, and of both, by the clock
    /// and by processor time.
    var text: String {
      guard let report else { return "" }
      let wall = ratio(\.wall, signing, keys)
      return name.padding(toLength: 28, withPad: " ", startingAt: 0)
        + String(
          format: " %7ld %12ld %10ld %9.2f %9.3f %8.3f %8.3f", threads, report.transactions,
          report.signatures, Double(report.keys) / Double(report.signatures),
          least(\.wall, simulations), least(\.wall, signing), least(\.wall, keys))
        + String(
          format: "  %4.2f (%4.2f)  %4.2f (%4.2f)", ratio(\.wall, signing),
          ratio(\.processor, signing), wall, ratio(\.processor, signing, keys))
        + (wall <= allowed
          ? "  ok, at most \(allowed)" : "  over: at most \(allowed) was asked for")
    }

    private func least(_ key: KeyPath<Spent, Double>, _ times: [Spent]) -> Double {
      times.map { $0[keyPath: key] }.min() ?? 0
    }

    private func ratio(_ key: KeyPath<Spent, Double>, _ limits: [Spent]...) -> Double {
      least(key, simulations) / limits.reduce(0) { $0 + least(key, $1) }
    }
  }
}
