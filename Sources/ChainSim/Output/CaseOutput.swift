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

  /// Writes all of it; the rows of outputs and transactions are in the truth already.
  ///
  /// - Throws: `ScenarioError`.
  func write(truth: consuming TruthWriter) throws(ScenarioError) {
    let made = try makeClaims()
    do throws(FileError) {
      try folder.write(description)
      if exchange != nil { try folder.write(makeBooks()) }
      try writeTags()
      for claim in made { try folder.write(claim) }
      try writeTruth(to: truth)
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

  /// The place of each transaction in the chain's order, by plan number.
  func makeChainPlaces() -> [UInt32] {
    var places = [UInt32](repeating: 0, count: plan.transactionCount)
    var place: UInt32 = 0
    for height in 1...max(plan.tip, 1) where height <= plan.tip {
      for transaction in plan.chainOrder(ofBlock: height) {
        places[transaction] = place
        place += 1
      }
    }
    return places
  }
}
