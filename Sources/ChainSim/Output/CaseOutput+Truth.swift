import Bitcoin
import Case
import Files
import Truth

extension CaseOutput {
  /// Writes what is true of more than one transaction, after the rows of outputs and transactions.
  func writeTruth(to writer: consuming TruthWriter) throws(FileError) {
    var counts: [PlannedTheft.Kind: Int] = [:]
    for theft in plan.thefts {
      let number = counts[theft.kind, default: 0] + 1
      counts[theft.kind] = number
      try writeTruth(of: theft, name: "\(theft.kind.rawValue)-\(number)", to: &writer)
    }
    for conflict in makeConflicts() { try writer.write(conflict) }
    for (index, ransom) in plan.ransoms.enumerated() {
      try writeTruth(of: ransom, name: "ransom-\(index + 1)", role: .ransom, to: &writer)
    }
    for holding in plan.holders {
      try writer.write(HolderTruth(holder: holding.holder, stolen: Satoshi(holding.amount)))
    }
    for claim in scenario.claims {
      try writer.write(
        ClaimTruth(claim: claim.id, isTrue: claim.isTrue, reason: claim.truthReason))
    }
    for backlog in plan.backlogs {
      try writer.write(
        BacklogTruth(
          height: backlog.height, transactions: backlog.transactions, weight: backlog.weight,
          lowestRate: Satoshi(backlog.lowestRate * 4)))
    }
    try writer.finish()
  }

  private func writeTruth(
    of theft: PlannedTheft, name: String, role: PlannedRole = .theft, to writer: inout TruthWriter
  ) throws(FileError) {
    let txid = signed.txids[theft.transaction]
    let outputs = plan.outputs(of: theft.transaction)
    var fee = theft.taken
    for output in outputs where plan.outputRole[output] == role {
      fee -= plan.outputValue[output]
      let outPoint = OutPoint(txid: txid, vout: UInt32(output - outputs.lowerBound))
      try writer.write(
        TheftTruth(
          theft: name, place: .output(outPoint), value: Satoshi(plan.outputValue[output])))
    }
    if fee > 0 {
      try writer.write(TheftTruth(theft: name, place: .fee(txid), value: Satoshi(fee)))
    }
  }
}

extension ClaimOrder {
  /// Why the claim is true or false, in a few words.
  var truthReason: String {
    switch (proof, coins) {
    case (.wrongKey, _): "signed with keys that are not those of the coins"
    case (.copied(let id), _): "the proofs are those of claim \(id)"
    case (.nothing, .shuffled): "the same coins are counted once for each time they moved"
    case (.nothing, .nothing): "no coins stand behind the amount"
    case (.nothing, _): "nothing shows that the claimant holds the coins"
    case (_, .spent): "the coins had been spent"
    case (_, .mined): "the coins were mined and never belonged to the loss"
    case (_, .sameAs(let id)): "the coins are those of claim \(id)"
    case (_, .shuffled): "the same coins are counted once for each time they moved"
    case (_, .nothing): "no coins stand behind the amount"
    case (.signed, .held): "the claimant holds the coins and they belong to the loss"
    }
  }
}
