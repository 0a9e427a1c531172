import Bitcoin
import Case
import Ledger

// MARK: - The other claims

extension ClaimExamination {
  /// Whether another claim shows control of a coin whose control this claim shows too.
  ///
  /// A claim that names the same coins and proves nothing refutes nobody.
  func checkClaimedOnce(
    among all: [ClaimExamination], own: Int, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    guard let coins else {
      return ClaimCheck(.claimedOnce, .cannotTell, "the coins are not known without a block")
    }
    let named = Set(coins.held + coins.spentBefore)
    var rivals: [String] = []
    var copies: [String] = []
    for (index, other) in all.enumerated() where index != own {
      if let shared = controlled.intersection(other.controlled).min() {
        rivals.append("claim \(other.claim.id) for \(ledger.outPoint(of: shared))")
      } else if let others = other.coins,
        !named.isDisjoint(with: others.held + others.spentBefore)
      {
        copies.append("claim \(other.claim.id)")
      }
    }
    guard rivals.isEmpty else {
      return ClaimCheck(
        .claimedOnce, .fail,
        "control of the same coins is shown by \(ClaimExamination.list(rivals)), so it stays open "
          + "whose they are")
    }
    let note =
      copies.isEmpty
      ? "" : "; coins of this claim are also named by \(ClaimExamination.list(copies))"
    return ClaimCheck(
      .claimedOnce, .pass, "no other claim shows control of the coins that this one does\(note)")
  }
}

// MARK: - The loss

extension ClaimExamination {
  /// How much of the coins comes from the loss that the claim names: by first in, first out, fees as
  /// an end, up to the claim's block; and by which shortest chain of transactions.
  func checkLoss(
    _ ledger: borrowing ChainLedger, _ resolve: ClaimVerification.LossResolver
  ) -> (Satoshi?, ClaimCheck) {
    guard let loss = claim.loss else {
      return (nil, ClaimCheck(.loss, .cannotTell, "the claim names no loss"))
    }
    guard let prefix, let coins else {
      return (nil, ClaimCheck(.loss, .cannotTell, "the coins are not known without a block"))
    }
    guard !coins.held.isEmpty else {
      return (nil, ClaimCheck(.loss, .cannotTell, "no coin lay unspent at the claim's block"))
    }
    let sources: [TaintSource]
    let trace: TraceResult
    do {
      // What was lost after the claim's block cannot have become its coins.
      sources = try resolve(loss).filter { source in
        switch source.target {
        case .output(let output): prefix.has(output)
        case .fee(let transaction): transaction.position < prefix.transactionEnd
        }
      }
      trace = try Trace.run(
        ledger, sources: sources, policy: .fifo, fees: .sink, until: prefix.height)
    } catch {
      return (nil, ClaimCheck(.loss, .cannotTell, "\(loss) could not be traced: \(error)"))
    }
    let held = Set(coins.held)
    let traced = trace.outputs.reduce(Satoshi.zero) { sum, output in
      held.contains(output.output) ? sum + output.tainted : sum
    }
    let check = judge(traced: traced, coins, sources, prefix, loss: loss, ledger)
    guard check.result == .pass, !isKnown(loss, sources, resolve) else { return (traced, check) }
    return (
      traced,
      ClaimCheck(
        .loss, .cannotTell,
        "\(check.detail); but that \(loss) was lost is the claim's word alone, nothing else in the "
          + "case says so")
    )
  }

  /// Whether the case itself knows what the claim calls a loss: a finding of the books or a part of
  /// one; where there are no books, a tag.
  ///
  /// Else anyone could call a coin of his own a loss and claim what became of it.
  private func isKnown(
    _ loss: String, _ sources: [TaintSource], _ resolve: ClaimVerification.LossResolver
  ) -> Bool {
    if loss.hasPrefix("reconcile:") { return true }
    guard let missing = try? resolve("reconcile:missing") else { return loss.hasPrefix("tag:") }
    return Set(sources.map(\.target)).isSubset(of: Set(missing.map(\.target)))
  }

  private func judge(
    traced: Satoshi, _ coins: ClaimedOutputs, _ sources: [TaintSource], _ prefix: ChainPrefix,
    loss: String, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    let search = OriginSearch(sources, upTo: prefix, ledger)
    var connected = 0
    var nearest: (steps: Int, output: OutputIndex)?
    var value = Satoshi.zero
    for output in coins.held {
      value += ledger.outputValue[output.position]
      guard let steps = search.stepCount(to: output, ledger) else { continue }
      connected += 1
      if steps < nearest?.steps ?? .max { nearest = (steps, output) }
    }
    guard let nearest else {
      return ClaimCheck(
        .loss, .fail, "no chain of transactions leads from \(loss) to any of these coins")
    }
    let path = describePath(to: nearest.output, search, ledger)
    if traced == value {
      return ClaimCheck(
        .loss, .pass,
        "all \(value.formatted) trace to \(loss) by first in, first out, fees as an end; \(path)")
    }
    return ClaimCheck(
      .loss, .cannotTell,
      "\(traced.formatted) of \(value.formatted) trace to \(loss) by first in, first out, fees as "
        + "an end; a chain of transactions leads to \(connected) of "
        + "\(ClaimExamination.count(coins.held.count)); \(path)")
  }

  private func describePath(
    to output: OutputIndex, _ search: OriginSearch, _ ledger: borrowing ChainLedger
  ) -> String {
    guard let (source, transactions) = search.path(to: output, ledger) else { return "" }
    let coin = ledger.outPoint(of: output)
    guard !transactions.isEmpty else { return "\(coin) itself is part of the loss" }
    var steps: [String] = []
    for transaction in transactions { steps.append("\(ledger.txids[transaction.position])") }
    let noun = ClaimExamination.count(transactions.count, "transaction")
    return "the shortest path has \(noun): from \(ledger.outPoint(of: source)) over "
      + "\(ClaimExamination.list(steps)) to \(coin)"
  }
}
