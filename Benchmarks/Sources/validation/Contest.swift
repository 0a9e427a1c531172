import Bitcoin
import Files
import Foundation
import Ledger
import Racing
import SystemPackage

/// The validation of some block files, and the same signatures by libsecp256k1 alone.
struct Contest {
  /// Where the block files are.
  let blocks: FilePath
  /// Their network.
  let network: Network
  /// The signatures of the chain.
  let limit: CurveLimit
  /// How many signatures a thread of the limit takes at a time.
  private let piece = 96

  /// Collects the signatures.
  init(blocks: FilePath, network: Network) throws {
    self.blocks = blocks
    self.network = network
    limit = try SignatureCollection.collect(blocks, network: network)
  }

  /// Runs both in turn and prints the best of each.
  func run(threads: Int, rounds: Int) throws {
    var validations: [Spent] = []
    var limits: [Spent] = []
    var signatures = 0
    for _ in 0..<rounds {
      var start = Spent.now()
      let report = try ChainValidation.run(
        blocks: blocks, network: network, rules: ConsensusRules(network), threads: threads)
      validations.append(Spent.now() - start)
      guard report.isValid else {
        throw Unfit(why: "the chain is not valid: \(report.first as Any)")
      }
      signatures = report.signatures
      start = Spent.now()
      let pieces = (limit.count + piece - 1) / piece
      let good = Workers.map(count: pieces, threads: threads) { number in
        limit.verify(number * piece..<min(limit.count, (number + 1) * piece))
      }.reduce(0, +)
      limits.append(Spent.now() - start)
      guard good == limit.count, good == signatures else {
        throw Unfit(
          why:
            "validate checked \(signatures) signatures, the limit has \(limit.count), \(good) good")
      }
    }
    let words = threads == 1 ? "1 thread, " : "\(threads) threads,"
    print("\(words) \(signatures) signatures, least of \(rounds) rounds: wall, processor time")
    line("validate", validations, signatures)
    line("libsecp256k1 alone", limits, signatures)
    func percent(_ key: KeyPath<Spent, Double>) -> String {
      let least = (
        limits.map { $0[keyPath: key] }.min() ?? 0, validations.map { $0[keyPath: key] }.min() ?? 1
      )
      return String(format: "%.1f %%", 100 * least.0 / least.1)
    }
    print(
      "  validate reaches    \(percent(\.wall)) by wall, \(percent(\.processor)) by processor time")
  }

  private func line(_ name: String, _ times: [Spent], _ signatures: Int) {
    let wall = times.map(\.wall).min() ?? 0
    let processor = times.map(\.processor).min() ?? 0
    let median = times.map(\.wall).sorted()[times.count / 2]
    print(
      "  " + name.padding(toLength: 20, withPad: " ", startingAt: 0)
        + String(
          format: "%7.3f s (median %.3f), %7.3f s, %7.0f signatures a second", wall, median,
          processor, Double(signatures) / wall))
  }
}
