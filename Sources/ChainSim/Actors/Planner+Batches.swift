import Bitcoin

extension Planner {
  /// How many blocks a request waits at most for others to be paid with.
  private static let longestWait = 12

  /// The sequence by which an input says that its transaction may be replaced (BIP-0125).
  private static let replaceable: UInt32 = 0xffff_fffd

  /// Whether an exchange that pays in batches lets what was asked for wait for more.
  mutating func waitsForBatch(desk: Int) -> Bool {
    guard let batch = desks[desk].exchange.batch, !desks[desk].pending.isEmpty else { return false }
    let isLast =
      height == schedule.tip || schedule.times[height + 1] >= desks[desk].haltWithdrawals
    let isEnough = desks[desk].pending.count >= batch.lowerBound
    if isEnough || isLast || height >= desks[desk].lastBatch + Planner.longestWait {
      desks[desk].lastBatch = height
      return false
    }
    return true
  }

  /// How many of the waiting requests the next transaction pays.
  mutating func drawBatch(desk: Int, waiting: Int) -> Int {
    guard let batch = desks[desk].exchange.batch else {
      return desks[desk].generator.chance(perMille: 150) ? min(4, waiting) : 1
    }
    return min(desks[desk].generator.within(batch), waiting)
  }

  /// Replaces a withdrawal transaction, sometimes, by one that takes more of its change for the fee; the
  /// first one is lost. An exchange that does so signals it on all of them.
  mutating func replace(_ draft: inout Draft, paying accounts: [KeyNumber: Int], desk: Int) {
    let percent = desks[desk].exchange.replacedPercent
    guard percent > 0 else { return }
    draft.sequence = Planner.replaceable
    let isReplaced = desks[desk].generator.chance(perMille: percent * 10)
    let bump = Int64(desks[desk].generator.within(4...60)) * 500
    guard isReplaced,
      let change = draft.outputs.indices.first(where: {
        accounts[draft.outputs[$0].key] == nil
          && draft.outputs[$0].value >= bump + Planner.smallestChange
      })
    else { return }
    plan.lost.append(
      LostTransaction(
        inputs: draft.inputs, outputs: draft.outputs, winner: plan.transactionCount,
        reason: .replaced))
    draft.outputs[change].value -= bump
  }
}
