public import Bitcoin

/// A piece of what was taken: a row of `thefts.csv`.
///
/// A theft's rows add up to what its victim lost by it: the outputs that the thief got, and the
/// fees that the taking cost the victim.
public struct TheftTruth: Equatable, Sendable {
  /// Where a piece of the loss went.
  public enum Place: Hashable, Sendable {
    /// To an output.
    case output(OutPoint)
    /// To the fee of a transaction.
    case fee(Txid)
  }

  /// The theft's name in the scenario.
  public var theft: String
  /// Where this piece went.
  public var place: Place
  /// How much it is.
  public var value: Satoshi

  /// A piece of what was taken.
  public init(theft: String, place: Place, value: Satoshi) {
    self.theft = theft
    self.place = place
    self.value = value
  }
}
