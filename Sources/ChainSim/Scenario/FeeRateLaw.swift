/// What payers give for the size of a transaction: a lognormal law of fee rates.
public struct FeeRateLaw: Equatable, Sendable {
  /// The median (satoshis for 1,000 virtual bytes).
  public var median: Int64
  /// Sigma in thousandths.
  public var sigmaPerMille: Int

  /// A law.
  public init(median: Int64, sigmaPerMille: Int) {
    self.median = median
    self.sigmaPerMille = sigmaPerMille
  }
}
