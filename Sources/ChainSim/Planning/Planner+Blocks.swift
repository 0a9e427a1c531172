import Bitcoin

extension Planner {
  /// What a block leaves for its header, the count of transactions and its coinbase (WU; Core reserves
  /// 8,000: policy/policy.h, DEFAULT_BLOCK_RESERVED_WEIGHT), and as much of the sigop cost as a
  /// coinbase with a commitment can count.
  private static let reserved = Mempool.Limits(weight: 8_000, sigops: 400)

  /// What no block may pass.
  static let hardLimits = Mempool.Limits(
    weight: BlockRules.maxWeight - reserved.weight,
    sigops: BlockRules.maxSigopCost - reserved.sigops)

  /// What the payments of the block that is being filled may weigh; the chain's last block takes
  /// whatever a node accepts, so that nothing is left behind.
  var blockLimits: Mempool.Limits {
    guard height < schedule.tip else { return Planner.hardLimits }
    let room = max(schedule.weightLimit(at: height) - Planner.reserved.weight, 0)
    return Mempool.Limits(
      weight: min(room, Planner.hardLimits.weight), sigops: Planner.hardLimits.sigops)
  }

  /// Takes a block's payments from those that wait, best fee rate first where not all fit.
  mutating func fillBlock() {
    blockFees = 0
    // Taken out while it asks for parents, so that the plan is not copied for it.
    var waiting = mempool
    mempool = Mempool()
    let block = waiting.takeBlock(blockLimits, hardLimits: Planner.hardLimits) { transaction in
      plan.inputs(of: Int(transaction)).map {
        plan.outputTransaction[plan.inputSpent[$0].position]
      }
    }
    mempool = waiting
    noteBacklog()
    for entry in block {
      blockFees += entry.fee
      mine(Int(entry.transaction))
    }
  }

  /// Writes down what a full block leaves behind.
  private mutating func noteBacklog() {
    guard mempool.isFull else { return }
    plan.backlogs.append(
      PlannedBacklog(
        height: height, transactions: mempool.count, weight: mempool.weight,
        lowestRate: mempool.lowestRate))
  }

  /// Puts a planned transaction into the block that is being filled.
  mutating func mine(_ transaction: Int) {
    plan.transactionHeight[transaction] = UInt32(height)
    minedOrder.append(UInt32(transaction))
  }

  /// Lets wallets use what the block that is finished made.
  mutating func confirmBlock() {
    for transaction in minedOrder[Int(plan.blockFirstTransaction[height])...] {
      for output in plan.outputs(of: Int(transaction)) {
        walletCoins.confirm(OutputNumber(output))
      }
    }
  }

  /// What waits for a block from now on.
  mutating func wait(_ transaction: Int, fee: Int64, isUrgent: Bool) {
    mempool.add(
      Mempool.Entry(
        transaction: UInt32(transaction), fee: fee, weight: plan.maxWeight(of: transaction),
        sigops: plan.sigopCost(of: transaction), isUrgent: isUrgent))
  }

  /// Brings the plan into the order of the chain.
  ///
  /// - Throws: `unplayable` where payments never got into a block.
  mutating func bringIntoChainOrder() throws(ScenarioError) {
    guard mempool.count == 0 else {
      throw .unplayable(
        actor: "blocks", time: schedule.times[schedule.tip],
        reason: "\(mempool.count) transactions still wait when the chain ends: give its last days "
          + "more or larger blocks, or fewer payments")
    }
    plan.reorder(minedOrder)
    minedOrder = []
  }
}

extension Plan {
  /// What a transaction weighs beside its inputs and outputs (WU): version, lock time, two counts of up
  /// to three bytes, and the two bytes that mark witnesses.
  static let emptyWeight = 4 * (4 + 4 + 3 + 3) + 2

  /// How heavy a transaction is at most (WU).
  func maxWeight(of transaction: Int) -> Int {
    let spends = inputs(of: transaction).reduce(Plan.emptyWeight) {
      $0 + form(ofOutput: inputSpent[$1].position).maxInputWeight
    }
    return outputs(of: transaction).reduce(spends) { $0 + form(ofOutput: $1).outputWeight }
  }
}
