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

  /// A draft.
  init(_ motif: PlannedMotif, inputs: [OutputNumber], outputs: [DraftOutput] = []) {
    self.motif = motif
    self.inputs = inputs
    self.outputs = outputs
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

  /// Puts a transaction into the block: its coins leave their wallets, its outputs come into theirs.
  ///
  /// - Returns: the number of its first output.
  /// - Precondition: the coins are unspent and hold what the outputs need.
  @discardableResult
  mutating func commit(_ draft: Draft) -> OutputNumber {
    let transaction = UInt32(plan.transactionCount)
    var fee: Int64 = 0
    for coin in draft.inputs {
      precondition(
        plan.outputSpender[coin.position] == .max, "planned output \(coin.rawValue) is spent twice")
      plan.outputSpender[coin.position] = transaction
      plan.inputSpent.append(coin)
      fee += value(coin)
      let wallet = plan.wallet(ofOutput: coin.position).position
      // Coinbases stand in the pools' own queues.
      if let index = walletCoins[wallet].firstIndex(of: coin) {
        walletCoins[wallet].remove(at: index)
        walletBalance[wallet] -= value(coin)
      }
    }
    let first = OutputNumber(plan.outputValue.count)
    for output in draft.outputs {
      fee -= output.value
      append(output, transaction: transaction)
    }
    precondition(
      fee >= 0 && !draft.outputs.isEmpty, "planned \(draft.motif.rawValue) pays out too much")
    blockFees += fee
    finish(draft.motif)
    plan.transactionVersion.append(draft.version)
    plan.transactionLockTime.append(draft.lockTime)
    plan.transactionSequence.append(draft.sequence)
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
    let wallet = plan.keyWallet[output.key.position].position
    walletCoins[wallet].append(coin)
    walletBalance[wallet] += output.value
  }

  private mutating func finish(_ motif: PlannedMotif) {
    plan.transactionFirstInput.append(UInt32(plan.inputSpent.count))
    plan.transactionFirstOutput.append(UInt32(plan.outputValue.count))
    plan.transactionHeight.append(UInt32(height))
    plan.transactionMotif.append(motif)
  }
}

// MARK: - Change

extension Planner {
  /// Adds what the inputs hold beyond outputs and fee as change at a random place; too little for an
  /// output goes to the fee.
  mutating func addChange(
    to draft: inout Draft, fee: Int64, role: PlannedRole = .change,
    key: (inout Planner) -> KeyNumber
  ) {
    let paid = draft.outputs.reduce(fee) { $0 + $1.value }
    let change = value(of: draft.inputs) - paid
    guard change >= Planner.smallestChange else { return }
    let output = DraftOutput(key: key(&self), value: change, role: role)
    let owner = plan.wallets[plan.keyWallet[output.key.position].position].owner
    draft.outputs.insert(output, at: draw(owner, below: draft.outputs.count + 1))
  }

  /// A fee of the range, as the owner's wallets pay it: nothing, or a multiple of 0.0001 BTC.
  mutating func drawFee(_ range: ClosedRange<Satoshi>, by owner: String) -> Int64 {
    let width = Int(range.upperBound.rawValue - range.lowerBound.rawValue)
    let drawn = range.lowerBound.rawValue + Int64(draw(owner, below: width + 1))
    let step: Int64 = 10_000
    return min(max(drawn / step * step, range.lowerBound.rawValue), range.upperBound.rawValue)
  }
}
