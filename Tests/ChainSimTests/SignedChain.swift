import Bitcoin
import Files
import SystemPackage
import TestSupport

@testable import ChainSim

/// A plan that was signed and written as a simulation does it, and what it left.
struct SignedChain {
  /// What is kept of the transactions.
  let signed: SignedPlan
  /// The bytes of the blocks, of `outputs.csv` and of `transactions.csv`.
  let files: [[UInt8]]

  /// Signs a plan with a ring of `window` transactions.
  init(
    _ plan: Plan, of scenario: Scenario, keys: KeyRing, window: Int = 4_096, threads: Int = 2
  ) throws {
    let holder = try TemporaryFolder()
    let blocks = holder.path.appending("blocks")
    let truth = holder.path.appending("truth")
    let press = try BlockPress(
      plan, schedule: BlockSchedule(scenario, seed: keys.seed), network: scenario.network,
      blocks: blocks, truth: truth)
    let desk = SigningDesk(
      plan: plan, keys: keys, coinbases: CoinbaseScripts(plan), txids: press.signed.txids)
    let written = try SigningStream(desk: desk, window: window)
      .run(into: press, threads: threads) { _ in }.finish()
    signed = written.signed
    try written.finish()
    files = try [
      blocks.appending("blk00000.dat"), truth.appending("outputs.csv"),
      truth.appending("transactions.csv"),
    ].map { try File.read($0) }
  }

  /// The transactions of all blocks by their txids.
  func readTransactions(_ network: Network) throws -> [Txid: Transaction] {
    var found: [Txid: Transaction] = [:]
    let bytes = files[0]
    var reader = BlockFileReader(bytes, network: network)
    while let record = reader.next() {
      for transaction in try Block(decoding: Array(bytes[record.block])).transactions {
        found[transaction.computeTxid()] = transaction
      }
    }
    return found
  }
}
