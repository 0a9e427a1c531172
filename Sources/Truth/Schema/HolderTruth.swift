public import Bitcoin

/// Who has how many of the stolen satoshis in the end: a row of `holders.csv`.
///
/// A satoshi handed to an exchange stays with it, whatever the exchange pays out later.
public struct HolderTruth: Equatable, Sendable {
  /// The holder: an actor's name.
  public var holder: String
  /// How many of the stolen satoshis the holder has.
  public var stolen: Satoshi

  /// A holder.
  public init(holder: String, stolen: Satoshi) {
    self.holder = holder
    self.stolen = stolen
  }
}
