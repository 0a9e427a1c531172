/// Whether a claim is true: a row of `claims.csv`.
public struct ClaimTruth: Equatable, Sendable {
  /// The claim's id.
  public var claim: String
  /// Whether it is true.
  public var isTrue: Bool
  /// Why, in a few words; a line break in it is written as a space.
  public var reason: String

  /// Whether a claim is true.
  public init(claim: String, isTrue: Bool, reason: String) {
    self.claim = claim
    self.isTrue = isTrue
    self.reason = reason
  }
}
