import Bitcoin
import Case
import Ledger

/// One claim under examination: its block and coins found, and the checks that need no other claim.
struct ClaimExamination {
  /// The claim.
  let claim: Claim
  /// The claim's block as rows; nil where it is not in the best chain as the claim says.
  let prefix: ChainPrefix?
  /// The claim's coins as of its block; nil without a block.
  let coins: ClaimedOutputs?
  /// What the coins that were found come to; nil where that is more than there can be, as where
  /// spent coins stand beside those that they became.
  let found: Satoshi?
  /// The coins of which control is proven.
  let controlled: Set<OutputIndex>
  /// The checks up to control, in order.
  let checks: [ClaimCheck]

  /// Examines a claim by itself.
  init(_ claim: Claim, proofs: ControlProofs, _ ledger: borrowing ChainLedger) {
    let block = ClaimExamination.checkBlock(claim, ledger)
    let prefix = block.result == .pass ? ChainPrefix(ledger, upTo: claim.asOf.height) : nil
    var coins: ClaimedOutputs?
    if let prefix { coins = ClaimedOutputs(claim, prefix: prefix, ledger) }
    self.claim = claim
    self.prefix = prefix
    self.coins = coins
    var checks = [ClaimExamination.checkForm(claim, coins: coins, ledger), block]
    guard let coins, let prefix else {
      let unknown = "the claim's block is not in the best chain, so there is no moment to ask about"
      for kind in [ClaimCheck.Kind.coinsExist, .unspentThen, .unspentNow, .sum, .control] {
        checks.append(ClaimCheck(kind, .cannotTell, unknown))
      }
      self.found = .zero
      self.controlled = []
      self.checks = checks
      return
    }
    let found = ClaimExamination.sum(coins, ledger)
    checks.append(ClaimExamination.checkExistence(claim, coins, ledger))
    checks.append(ClaimExamination.checkUnspentThen(claim, coins, ledger))
    checks.append(ClaimExamination.checkUnspentNow(coins, prefix, ledger))
    checks.append(ClaimExamination.checkSum(claim, coins, found: found))
    let (control, controlled) = ClaimExamination.checkControl(coins, proofs, ledger)
    checks.append(control)
    self.found = found
    self.controlled = controlled
    self.checks = checks
  }

  /// At most three of a list, and how many more there are.
  static func list(_ items: [String]) -> String {
    let shown = items.prefix(3).joined(separator: "; ")
    return items.count > 3 ? "\(shown) (+\(items.count - 3) more)" : shown
  }

  /// `1 coin`, `80 coins`.
  static func count(_ number: Int, _ noun: String = "coin") -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The values of all coins found, whether spent by then or not.
  private static func sum(_ coins: ClaimedOutputs, _ ledger: borrowing ChainLedger) -> Satoshi? {
    var sum = Satoshi.zero
    for output in coins.held + coins.spentBefore {
      guard let next = sum.addingInMoneyRange(ledger.outputValue[output.position]) else {
        return nil
      }
      sum = next
    }
    return sum
  }
}

// MARK: - The claim in itself, and its block

extension ClaimExamination {
  private static func checkForm(
    _ claim: Claim, coins: ClaimedOutputs?, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    var flaws: [String] = []
    if claim.network != ledger.network.name {
      flaws.append("it is about \(claim.network), the case about \(ledger.network.name)")
    }
    if claim.coins.isEmpty { flaws.append("it names no coins") }
    if claim.amount == .zero { flaws.append("it claims an amount of 0") }
    flaws += coins?.flaws ?? []
    guard flaws.isEmpty else { return ClaimCheck(.wellFormed, .fail, list(flaws)) }
    return ClaimCheck(
      .wellFormed, .pass,
      "the claim names its network, its block, an amount, and what it counts, each once")
  }

  private static func checkBlock(_ claim: Claim, _ ledger: borrowing ChainLedger) -> ClaimCheck {
    let height = claim.asOf.height
    let hash = claim.asOf.hash
    let tip = ledger.tipHeight
    if (0...tip).contains(height), ledger.blockHashes[height] == hash {
      let below = tip == height ? "its tip" : "\(count(tip - height, "block")) below its tip"
      return ClaimCheck(.block, .pass, "block \(height) is in the best chain, \(below)")
    }
    for other in 0...tip where ledger.blockHashes[other] == hash {
      return ClaimCheck(
        .block, .fail, "block \(hash) stands at height \(other), not at \(height)")
    }
    return ClaimCheck(
      .block, .fail,
      (0...tip).contains(height)
        ? "the best chain has another block at height \(height): \(ledger.blockHashes[height])"
        : "the best chain ends at height \(tip) and has no block \(hash)")
  }
}

// MARK: - The coins

extension ClaimExamination {
  private static func checkExistence(
    _ claim: Claim, _ coins: ClaimedOutputs, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    let height = claim.asOf.height
    guard coins.absences.isEmpty else {
      return ClaimCheck(
        .coinsExist, .fail, "not all are on the chain by block \(height): \(list(coins.absences))")
    }
    let number = coins.held.count + coins.spentBefore.count
    guard number > 0 || !coins.emptied.isEmpty else {
      return ClaimCheck(.coinsExist, .cannotTell, "the claim names no coin that could be looked up")
    }
    return ClaimCheck(
      .coinsExist, .pass, "all that is named is on the chain by block \(height): \(count(number))")
  }

  private static func checkUnspentThen(
    _ claim: Claim, _ coins: ClaimedOutputs, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    let height = claim.asOf.height
    var reasons: [String] = []
    for output in coins.spentBefore { reasons.append(describeSpend(of: output, ledger)) }
    for (address, last) in coins.emptied {
      reasons.append("\(address) was empty: \(describeSpend(of: last, ledger))")
    }
    guard reasons.isEmpty else {
      return ClaimCheck(
        .unspentThen, .fail, "spent by block \(height) already: \(list(reasons))")
    }
    guard !coins.held.isEmpty else {
      return ClaimCheck(.unspentThen, .cannotTell, "no coin was found")
    }
    return ClaimCheck(
      .unspentThen, .pass, "\(count(coins.held.count)) lay unspent at block \(height)")
  }

  private static func checkUnspentNow(
    _ coins: ClaimedOutputs, _ prefix: ChainPrefix, _ ledger: borrowing ChainLedger
  ) -> ClaimCheck {
    let gone = coins.spentBefore + coins.held.filter { !ledger.outputSpender[$0.position].isNone }
    guard gone.isEmpty else {
      var reasons: [String] = []
      for output in gone { reasons.append(describeSpend(of: output, ledger)) }
      let all = coins.held.count + coins.spentBefore.count
      return ClaimCheck(
        .unspentNow, .fail, "\(gone.count) of \(count(all)) moved: \(list(reasons))")
    }
    guard !coins.held.isEmpty else {
      return ClaimCheck(.unspentNow, .cannotTell, "no coin was found")
    }
    return ClaimCheck(
      .unspentNow, .pass,
      "\(count(coins.held.count)) lie unspent at the tip, block \(ledger.tipHeight)")
  }

  private static func checkSum(
    _ claim: Claim, _ coins: ClaimedOutputs, found: Satoshi?
  ) -> ClaimCheck {
    guard coins.absences.isEmpty, coins.emptied.isEmpty else {
      return ClaimCheck(.sum, .cannotTell, "not all coins were there to be added up")
    }
    guard let found else {
      return ClaimCheck(.sum, .fail, "the coins come to more than 21 million BTC together")
    }
    guard found == claim.amount else {
      return ClaimCheck(
        .sum, .fail,
        "the coins come to \(found.formatted), the claim says \(claim.amount.formatted)")
    }
    return ClaimCheck(.sum, .pass, "the coins come to exactly \(found.formatted)")
  }

  /// Where and when an output was spent.
  private static func describeSpend(
    of output: OutputIndex, _ ledger: borrowing ChainLedger
  ) -> String {
    let outPoint = ledger.outPoint(of: output)
    let spender = ledger.outputSpender[output.position]
    guard !spender.isNone else { return "\(outPoint) is unspent" }
    let transaction = ledger.transaction(ofInput: spender)
    return "\(outPoint) was spent in block \(ledger.height(of: transaction)) by transaction "
      + "\(ledger.txids[transaction.position])"
  }
}

// MARK: - Control

extension ClaimExamination {
  private static func checkControl(
    _ coins: ClaimedOutputs, _ proofs: ControlProofs, _ ledger: borrowing ChainLedger
  ) -> (ClaimCheck, Set<OutputIndex>) {
    var byScript: [ScriptIndex: ControlFinding] = [:]
    var findings: [ControlFinding] = []
    var controlled: Set<OutputIndex> = []
    let all = (coins.held + coins.spentBefore).sorted()
    for output in all {
      let script = ledger.outputScript[output.position]
      let finding = byScript[script] ?? proofs.find(ledger.scriptPubKey(script))
      if byScript.updateValue(finding, forKey: script) == nil { findings.append(finding) }
      if finding == .proven { controlled.insert(output) }
    }
    return (answerControl(findings, all: all.count, controlled: controlled.count), controlled)
  }

  private static func answerControl(
    _ findings: [ControlFinding], all: Int, controlled: Int
  ) -> ClaimCheck {
    guard all > 0 else { return ClaimCheck(.control, .cannotTell, "no coin was found") }
    guard controlled < all else {
      return ClaimCheck(
        .control, .pass, "for each of \(count(all)) the key of its address signed this claim's text"
      )
    }
    let cannotTell = findings.allSatisfy { finding in
      switch finding {
      case .proven, .otherKind: true
      default: false
      }
    }
    return ClaimCheck(
      .control, cannotTell ? .cannotTell : .fail,
      "control is shown for \(controlled) of \(count(all)): "
        + list(ControlFinding.explain(findings)))
  }
}
