import Bitcoin
import Case
import Files
import SystemPackage
import Truth

/// Writes what a played scenario leaves beside its blocks: the books, the tags, the claims, the truth
/// and `case.yaml`.
struct CaseOutput: Sendable {
  /// The story.
  let scenario: Scenario
  /// What happened.
  let plan: Plan
  /// The signed transactions.
  let signed: SignedPlan
  /// The keys.
  let keys: KeyRing
  /// When blocks were found.
  let schedule: BlockSchedule
  /// The seed of all choices and keys.
  let seed: UInt64
  /// Where the case is being made.
  let folder: CaseFolder

  /// Writes all of it, one file after the other on each thread; the rows of outputs and transactions
  /// are in the truth already.
  ///
  /// - Throws: `ScenarioError`.
  func write(truth: consuming TruthWriter, threads: Int) throws(ScenarioError) {
    do throws(FileError) {
      if exchange != nil { try Folder.create(folder.books) }
      try writeTruth(to: truth)
    } catch {
      throw ScenarioError(error)
    }
    let parts = parts
    _ = try Workers.map(count: parts.count, threads: threads) { number throws(ScenarioError) in
      try write(parts[number])
    }
  }

  /// What is written by itself.
  private enum Part: Sendable {
    case claims
    case books(Books.Table)
    case tags
    case description
  }

  /// All parts, those that take longest first.
  private var parts: [Part] {
    let books = exchange == nil ? [] : Books.Table.allCases
    return [.claims] + books.map { .books($0) } + [.tags, .description]
  }

  private func write(_ part: Part) throws(ScenarioError) {
    let claims: [Claim] = if case .claims = part { try makeClaims() } else { [] }
    do throws(FileError) {
      switch part {
      case .claims: for claim in claims { try folder.write(claim) }
      case .books(let table): try folder.write(table, of: makeBooks(table))
      case .tags: try writeTags()
      case .description: try folder.write(description)
      }
    } catch {
      throw ScenarioError(error)
    }
  }

  /// The exchange whose books are part of the case.
  var exchange: String? {
    for actor in scenario.actors {
      if case .exchange(let exchange) = actor.kind, exchange.owes != nil { return actor.name }
    }
    return nil
  }

  private var description: CaseDescription {
    CaseDescription(
      title: scenario.title, network: scenario.network, exchange: exchange,
      notes: scenario.notes.isEmpty ? nil : scenario.notes.joined(separator: "\n"),
      simulated: CaseDescription.SimulatedFrom(
        seed: seed, setting: scenario.variant.setting, changes: scenario.variant.changes))
  }

  /// The reference of a planned output.
  func outPoint(_ output: OutputNumber) -> OutPoint {
    let transaction = Int(plan.outputTransaction[output.position])
    return OutPoint(
      txid: signed.txids[transaction],
      vout: output.rawValue - plan.transactionFirstOutput[transaction])
  }

  /// The address of a key, or for one without an address its descriptor.
  func address(_ key: KeyNumber) -> String {
    let script = keys.script(of: key)
    return Address(script, network: scenario.network)?.description ?? script.descriptor
  }

  /// Which wallets are those of an owner and a name, by row.
  func findWallets(owner: String, member: Int? = nil, name: String) -> [Bool] {
    plan.wallets.map { $0.owner == owner && $0.member == member && $0.name == name }
  }
}
