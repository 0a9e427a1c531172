import Bitcoin
import Case
import Files
public import SystemPackage

/// Plays a scenario and leaves a case folder.
public enum Simulation {
  /// How far a simulation is.
  public enum Progress: Equatable, Sendable {
    /// The history is being planned.
    case planning
    /// Keys are being derived; how many there are.
    case derivingKeys(count: Int)
    /// Transactions are being signed and written in their blocks; how many are, of how many.
    case signing(done: Int, of: Int)
    /// Books, tags, claims and the rest of the truth are being written.
    case writingCase
  }

  /// What a simulation made.
  public struct Report: Equatable, Sendable {
    /// The height of the last block.
    public let height: Int
    /// How many transactions there are, the genesis block's not among them.
    public let transactions: Int
    /// How many of them are no coinbases.
    public let payments: Int
    /// How many signatures were made.
    public let signatures: Int
    /// How many of them are Schnorr signatures.
    public let schnorrSignatures: Int
    /// How many of them were ground until R was low.
    public let groundSignatures: Int
    /// How many keys there are.
    public let keys: Int
    /// The bytes of all transactions.
    public let transactionBytes: Int
  }

  /// Plays `scenario` and writes the case at `path`.
  ///
  /// The same scenario and seed give the same bytes on any number of threads. The folder is there
  /// complete or not at all.
  ///
  /// - Parameters:
  ///   - seed: the seed of all choices and keys; nil: the scenario's.
  ///   - threads: how many threads sign.
  ///   - path: where the case goes; an empty folder or nothing must be there.
  ///   - progress: is told how far it is, from any thread.
  /// - Throws: `inconsistent` and `unplayable` for a story that cannot be, `folderNotEmpty`, `file`.
  @discardableResult
  public static func run(
    _ scenario: Scenario, seed: UInt64? = nil, threads: Int, into path: FilePath,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(ScenarioError) -> Report {
    do throws(FileError) { try Folder.requireRoom(path) } catch { throw ScenarioError(error) }
    let seed = seed ?? scenario.seed
    progress(.planning)
    let plan = try Planner.plan(scenario, seed: seed)
    progress(.derivingKeys(count: plan.keyWallet.count))
    let keys = KeyRing(plan, seed: seed, threads: threads)
    let wrap = { (error: FileError) in ScenarioError(error) }
    return try Folder.build(at: path, syncsAtOnce: 8, wrap: wrap) {
      temporary throws(ScenarioError) in
      try write(
        scenario, plan: plan, keys: keys, seed: seed, threads: threads, into: temporary,
        progress: progress)
    }
  }

  private static func write(
    _ scenario: Scenario, plan: Plan, keys: KeyRing, seed: UInt64, threads: Int,
    into path: FilePath, progress: @escaping @Sendable (Progress) -> Void
  ) throws(ScenarioError) -> Report {
    let folder = CaseFolder(root: path, isUnderWay: true)
    let schedule = BlockSchedule(scenario, seed: seed)
    let press = try BlockPress(
      plan, schedule: schedule, network: scenario.network, blocks: folder.blocks,
      truth: folder.truth)
    let desk = SigningDesk(
      plan: plan, keys: keys, coinbases: CoinbaseScripts(plan), txids: press.signed.txids)
    let total = plan.transactionCount
    let filled = try SigningStream(desk: desk).run(into: press, threads: threads) {
      progress(.signing(done: $0, of: total))
    }
    let written = try filled.finish()
    progress(.writingCase)
    var signed = written.signed
    for row in plan.lost.indices where signed.lostTxids[row] == nil {
      signed.lostTxids[row] = desk.makeLost(row).txid
    }
    try CaseOutput(
      scenario: scenario, plan: plan, signed: signed, keys: keys, schedule: schedule,
      seed: seed, folder: folder
    ).write(truth: written.truth, threads: threads)
    let signatures = plan.countSignatures()
    return Report(
      height: plan.tip, transactions: plan.transactionCount,
      payments: plan.transactionCount - plan.tip, signatures: signatures.all,
      schnorrSignatures: signatures.schnorr, groundSignatures: signatures.ground,
      keys: plan.keyWallet.count, transactionBytes: signed.transactionBytes)
  }
}
