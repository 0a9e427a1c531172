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
        let deferred = takeShared(&open, refused: &refused, &generator)
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
  /// with all that spends it. What spends something refused is refused as well.
  private func takeShared(
    _ open: inout [Int], refused: inout Set<Int>, _ generator: inout SeededGenerator
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
        || generator.chance(perMille: 200)
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
}

extension Plan {
  /// What a lost transaction would have left to the miners (sat).
  func fee(ofLost transaction: LostTransaction) -> Int64 {
    let paid = transaction.inputs.reduce(0) { $0 + outputValue[$1.position] }
    return transaction.outputs.reduce(paid) { $0 - $1.value }
  }
}
