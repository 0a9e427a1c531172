/// What a claim comes to, over all its checks.
public enum ClaimVerdict: String, Sendable {
  /// Everything that was asked holds.
  case proven
  /// Everything held at the claim's block, and coins have moved since.
  case provenSinceMoved = "proven, since moved"
  /// Nothing speaks against the claim, but not everything that it must show is shown.
  case unproven
  /// The chain or the claim itself says otherwise.
  case contradicted

  /// The verdict's words in results.
  public var name: String { rawValue }

  /// Whether the claim was shown to hold for its block.
  public var isProven: Bool { self == .proven || self == .provenSinceMoved }

  /// The verdict over a claim's checks.
  ///
  /// What the chain contradicts cannot be mended by a signature. A missing or wrong signature shows
  /// nothing, neither for nor against the coins, so it leaves a claim unproven; so does a loss that is
  /// not named, or that only the claim knows of.
  public init(_ checks: [ClaimCheck]) {
    if checks.contains(where: ClaimVerdict.isContradiction) {
      self = .contradicted
    } else if checks.contains(where: { $0.kind != .unspentNow && $0.result != .pass }) {
      self = .unproven
    } else {
      let isUnmoved = checks.contains { $0.kind == .unspentNow && $0.result == .pass }
      self = isUnmoved ? .proven : .provenSinceMoved
    }
  }

  /// Whether a check's answer contradicts its claim, whatever the others say.
  static func isContradiction(_ check: ClaimCheck) -> Bool {
    switch check.kind {
    case .wellFormed, .block, .coinsExist, .unspentThen, .sum, .loss: check.result == .fail
    case .unspentNow, .control, .claimedOnce: false
    }
  }
}
