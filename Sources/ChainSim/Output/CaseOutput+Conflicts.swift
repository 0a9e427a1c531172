import Files
import Truth

extension CaseOutput {
  /// The transactions that stand in the place of others: changed ones, those that nobody could
  /// change, and those that were replaced or undone, each in chain order.
  func makeConflicts() -> [ConflictTruth] {
    var conflicts: [ConflictTruth] = []
    for (transaction, change) in plan.malleations.sorted(by: { $0.key < $1.key }) {
      guard let other = signed.originalTxids[transaction] else { continue }
      let reason: ConflictReason = change == .pushData2 ? .pushData2 : .highS
      conflicts.append(.init(mined: signed.txids[transaction], other: other, reason: reason))
    }
    for (transaction, change) in plan.failedMalleations.sorted(by: { $0.key < $1.key }) {
      guard let other = signed.refusedTxids[transaction] else { continue }
      let reason: ConflictReason = change == .pushData2 ? .failedPushData2 : .failedHighS
      conflicts.append(.init(mined: signed.txids[transaction], other: other, reason: reason))
    }
    for (row, lost) in plan.lost.enumerated() {
      guard let other = signed.lostTxids[row] else { continue }
      conflicts.append(
        .init(
          mined: signed.txids[lost.winner], other: other,
          reason: ConflictReason(rawValue: lost.reason.rawValue)))
    }
    return conflicts
  }
}
