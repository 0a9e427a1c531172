public import Bitcoin
public import Case

/// What verification found of one claim.
public struct ClaimReport: Sendable {
  /// The claim.
  public let claim: Claim
  /// What it comes to.
  public let verdict: ClaimVerdict
  /// All checks, in the order of `ClaimCheck.Kind`.
  public let checks: [ClaimCheck]
  /// What the coins that could be found come to; nil where that is more than there can be.
  public let found: Satoshi?
  /// How much of that traces to the loss by first in, first out; nil where it was not asked.
  public let traced: Satoshi?

  /// The answer to one question.
  public func check(_ kind: ClaimCheck.Kind) -> ClaimCheck? {
    checks.first { $0.kind == kind }
  }

  /// The check that most speaks against the claim: a contradiction before a failure before an open
  /// question, the first of its kind; nil where every check holds.
  public var weightiest: ClaimCheck? {
    checks.first(where: ClaimVerdict.isContradiction) ?? checks.first { $0.result == .fail }
      ?? checks.first { $0.result != .pass }
  }

  /// What no verification of this kind can tell, whatever the verdict; every report says so.
  public static let limits = """
    A proof shows that somebody with the keys signed; it does not show who that is, nor that he \
    alone has them. No message proves that a claimant has named all the coins that he holds: whether \
    a claim is complete was not checked and cannot be.
    """
}
