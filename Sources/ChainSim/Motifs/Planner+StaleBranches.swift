import Bitcoin

extension Planner {
  /// Fills the blocks of the losing branches, once the best chain's stand.
  ///
  /// Both finders hear of the same payments: a losing block takes most of what the winner of its
  /// height has, the rest a block later, but nothing that conflicts with a payment that is lost.
  mutating func fillStaleBranches() {
    for (index, fork) in forks.enumerated() {
      var generator = SeededGenerator(seed: seed, key: "stale branch/\(index)")
      var branch = StaleBranch(fork: fork.fork)
      var refused: Set<Int> = []
      if let lost = fork.lost { refused.insert(plan.lost[lost].winner) }
      var open: [Int] = []
      var time = schedule.times[fork.fork]
      for height in fork.fork + 1...fork.fork + fork.blocks {
        open += plan.transactions(ofBlock: height).dropLast()
        var entries: [StaleBranch.Entry] = []
        var fees: Int64 = 0
        if height == fork.fork + 1, let lost = fork.lost {
          entries.append(.lost(lost))
          fees += plan.fee(ofLost: plan.lost[lost])
        }
        var room = Planner.hardLimits
        if height == fork.fork + 1, let lost = fork.lost {
          room.weight -= plan.maxWeight(ofLost: plan.lost[lost])
          room.sigops -= plan.sigopCost(ofLost: plan.lost[lost])
        }
        let deferred = takeShared(&open, refused: &refused, &room, &generator)
        for transaction in open {
          entries.append(.shared(transaction))
          fees += plan.fee(of: transaction)
        }
        open = deferred
        // Somewhat earlier than the winner's block of that height, so that it is seen first.
        let next = schedule.times[height]
        time += max((next - max(time, schedule.times[height - 1])) * 3 / 4, 1)
        time = min(max(time, schedule.times[height - 1] + 1), next)
        branch.blocks.append(
          .init(
            time: time, key: fork.key,
            reward: scenario.network.subsidy(at: height).rawValue + fees, entries: entries))
      }
      plan.staleBranches.append(branch)
    }
  }

  /// Leaves in `open` what a block takes and gives back what waits for the next one: about a fifth,
  /// and what has no room, with all that spends it. What spends something refused is refused as well.
  private func takeShared(
    _ open: inout [Int], refused: inout Set<Int>, _ room: inout Mempool.Limits,
    _ generator: inout SeededGenerator
  ) -> [Int] {
    var taken: [Int] = []
    var deferred: [Int] = []
    var waiting: Set<Int> = []
    for transaction in open where !refused.contains(transaction) {
      let parents = plan.inputs(of: transaction).map {
        Int(plan.outputTransaction[plan.inputSpent[$0].position])
      }
      if parents.contains(where: { refused.contains($0) }) {
        refused.insert(transaction)
      } else if parents.contains(where: { waiting.contains($0) })
        || generator.chance(perMille: 200) || !hasRoom(for: transaction, &room)
      {
        waiting.insert(transaction)
        deferred.append(transaction)
      } else {
        taken.append(transaction)
      }
    }
    open = taken
    return deferred
  }

  /// Takes a transaction's weight and signature checks of the room that is left, if they fit.
  private func hasRoom(for transaction: Int, _ room: inout Mempool.Limits) -> Bool {
    let weight = plan.maxWeight(of: transaction)
    let sigops = plan.sigopCost(of: transaction)
    guard weight <= room.weight, sigops <= room.sigops else { return false }
    room.weight -= weight
    room.sigops -= sigops
    return true
  }
}

extension Plan {
  /// How heavy a lost transaction is at most (WU).
  func maxWeight(ofLost transaction: LostTransaction) -> Int {
    let spends = transaction.inputs.reduce(Plan.emptyWeight) {
      $0 + form(ofOutput: $1.position).maxInputWeight
    }
    return transaction.outputs.reduce(spends) { $0 + keyForm[$1.key.position].outputWeight }
  }

  /// How much the signature checks of a lost transaction count in its block.
  func sigopCost(ofLost transaction: LostTransaction) -> Int {
    let spends = transaction.inputs.reduce(0) {
      $0 + form(ofOutput: $1.position).spendSigopCost
    }
    return transaction.outputs.reduce(spends) { $0 + keyForm[$1.key.position].outputSigopCost }
  }

  /// What a lost transaction would have left to the miners (sat).
  func fee(ofLost transaction: LostTransaction) -> Int64 {
    let paid = transaction.inputs.reduce(0) { $0 + outputValue[$1.position] }
    return transaction.outputs.reduce(paid) { $0 - $1.value }
  }
}
