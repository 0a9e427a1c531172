import Bitcoin

/// A transaction that an actor wants.
struct Draft: Sendable {
  /// Why.
  var motif: PlannedMotif
  /// The coins that it spends, in order.
  var inputs: [OutputNumber]
  /// What it pays, in order.
  var outputs: [DraftOutput] = []
  /// Its version.
  var version: UInt8 = 1
  /// Its lock time, a height below that of the block which is being filled.
  var lockTime: UInt32 = 0
  /// The sequence of all its inputs.
  var sequence: UInt32 = .max
  /// The wallet whose program makes it; nil: that of its first coin. A thief who spends with copied
  /// keys and a coordinator who puts others' inputs together use programs of their own.
  var author: WalletNumber?
  /// Whether it must be in the block that is being filled, whoever else pays more.
  var isUrgent: Bool

  /// A draft.
  init(_ motif: PlannedMotif, inputs: [OutputNumber], outputs: [DraftOutput] = []) {
    self.motif = motif
    self.inputs = inputs
    self.outputs = outputs
    isUrgent = motif == .proof || motif == .gather || motif == .move
  }
}

/// An output that an actor wants.
struct DraftOutput: Sendable {
  /// The key that it pays.
  var key: KeyNumber
  /// The amount (sat).
  var value: Int64
  /// What it is in its transaction.
  var role: PlannedRole
  /// How many stolen satoshis it carries in a thief's hands.
  var stolen: Int64 = 0
}

extension Planner {
  /// What is too little to be worth an output (sat); wallets of the time left it to the fee below a
  /// cent of a bitcoin's thousandth or so.
  static let smallestChange: Int64 = 10_000

  /// Sends a transaction off: its coins leave their wallets, its outputs come into theirs, where they
  /// can be chosen once a block has taken it; this one, if there is room.
  ///
  /// - Returns: the number of its first output.
  /// - Precondition: the coins are unspent and hold what the outputs need.
  @discardableResult
  mutating func commit(_ draft: Draft) -> OutputNumber {
    var draft = draft
    applyModel(to: &draft)
    let transaction = UInt32(plan.transactionCount)
    var fee: Int64 = 0
    for coin in draft.inputs {
      precondition(
        plan.outputSpender[coin.position] == .max, "planned output \(coin.rawValue) is spent twice")
      plan.outputSpender[coin.position] = transaction
      plan.inputSpent.append(coin)
      fee += value(coin)
      // Coinbases stand in the pools' own queues.
      if walletCoins.remove(coin) {
        walletBalance[plan.wallet(ofOutput: coin.position).position] -= value(coin)
      }
    }
    let first = OutputNumber(plan.outputValue.count)
    for output in draft.outputs {
      precondition(output.value >= 0, "planned \(draft.motif.rawValue) pays less than nothing")
      fee -= output.value
      append(output, transaction: transaction)
    }
    precondition(
      fee >= 0 && !draft.outputs.isEmpty, "planned \(draft.motif.rawValue) pays out too much")
    if draft.motif.isTheft, let author = draft.author {
      plan.theftGrindsLowR[Int(transaction)] = plan.wallets[author.position].grindsLowR
    }
    finish(draft.motif)
    plan.transactionVersion.append(draft.version)
    plan.transactionLockTime.append(draft.lockTime)
    plan.transactionSequence.append(draft.sequence)
    wait(Int(transaction), fee: fee, isUrgent: draft.isUrgent)
    return first
  }

  /// Puts the block's coinbase into it; it claims the subsidy and all fees.
  mutating func commitCoinbase(to key: KeyNumber, wallet: WalletNumber) {
    let value = scenario.network.subsidy(at: height).rawValue + blockFees
    plan.outputValue.append(value)
    plan.outputKey.append(key)
    plan.outputRole.append(.coinbase)
    plan.outputStolen.append(0)
    plan.outputTransaction.append(UInt32(plan.transactionCount))
    plan.outputSpender.append(.max)
    finish(.coinbase)
    mine(plan.transactionCount - 1)
    plan.transactionVersion.append(1)
    plan.transactionLockTime.append(0)
    plan.transactionSequence.append(.max)
  }

  private mutating func append(_ output: DraftOutput, transaction: UInt32) {
    let coin = OutputNumber(plan.outputValue.count)
    plan.outputValue.append(output.value)
    plan.outputKey.append(output.key)
    plan.outputRole.append(output.role)
    plan.outputStolen.append(output.stolen)
    plan.outputTransaction.append(transaction)
    plan.outputSpender.append(.max)
    let wallet = plan.keyWallet[output.key.position]
    walletCoins.add(coin, value: output.value, key: output.key, to: wallet)
    walletBalance[wallet.position] += output.value
  }

  private mutating func finish(_ motif: PlannedMotif) {
    plan.transactionFirstInput.append(UInt32(plan.inputSpent.count))
    plan.transactionFirstOutput.append(UInt32(plan.outputValue.count))
    plan.transactionHeight.append(.max)
    plan.transactionMotif.append(motif)
  }
}

// MARK: - Change

extension Planner {
  /// Adds what the inputs hold beyond outputs and fee as change, at a random place unless the payer's
  /// program puts it elsewhere; too little for an output goes to the fee.
  mutating func addChange(
    to draft: inout Draft, fee: Int64, role: PlannedRole = .change,
    key: (inout Planner) -> KeyNumber
  ) {
    let paid = draft.outputs.reduce(0) { $0 + $1.value }
    let left = value(of: draft.inputs) - paid
    var change = left - fee
    if change >= Planner.smallestChange {
      let reused = reusedChangeKey(draft)
      // A peel chain's rest is no change of the wallet: only the chain may spend it.
      let key = (role == .peel ? nil : reused) ?? key(&self)
      if let other = feeForSize(of: draft, change: key), left - other >= Planner.smallestChange {
        change = left - other
      }
      insertChange(DraftOutput(key: key, value: change, role: role), into: &draft)
    }
    orderOutputs(&draft)
  }

  /// A fee of the range, as the owner's wallets pay it: nothing, or a multiple of 0.0001 BTC.
  mutating func drawFee(_ range: ClosedRange<Satoshi>, by owner: String) -> Int64 {
    let width = Int(range.upperBound.rawValue - range.lowerBound.rawValue)
    let fee = rounded(Int64(draw(owner, below: width + 1)), range)
    guard mempool.lowestRate > 0 else { return fee }
    return outbid(fee, range, draw: draw(owner, below: Planner.outbiddingDraws))
  }

  /// The same for the owner of a wallet.
  mutating func drawFee(_ range: ClosedRange<Satoshi>, by wallet: WalletNumber) -> Int64 {
    let width = Int(range.upperBound.rawValue - range.lowerBound.rawValue)
    let fee = rounded(Int64(draw(wallet, below: width + 1)), range)
    guard mempool.lowestRate > 0 else { return fee }
    return outbid(fee, range, draw: draw(wallet, below: Planner.outbiddingDraws))
  }

  private static let outbiddingDraws = 92

  /// What somebody pays while blocks are full: half of the payers do not look; the others give up to
  /// half more than the last block's cheapest payment, up to ten times what they usually pay at most.
  private func outbid(_ fee: Int64, _ range: ClosedRange<Satoshi>, draw: Int) -> Int64 {
    guard draw >= 46 else { return fee }
    // Two inputs and two outputs of P2PKH weigh about 1,500 units; 5 to 50 percent more.
    let bid = mempool.lowestRate * 1_500 / 1_000 * Int64(draw + 59) / 100 / 1_000 * 1_000 + 1_000
    return max(fee, min(bid, max(10 * range.upperBound.rawValue, 100_000)))
  }

  private func rounded(_ drawn: Int64, _ range: ClosedRange<Satoshi>) -> Int64 {
    let step: Int64 = 10_000
    let fee = (range.lowerBound.rawValue + drawn) / step * step
    return min(max(fee, range.lowerBound.rawValue), range.upperBound.rawValue)
  }
}
