/// What may still be changed about a transaction (BIP-0370, `PSBT_GLOBAL_TX_MODIFIABLE`).
public struct PSBTModifiable: OptionSet, Hashable, Sendable {
  /// The eight bits; those without meaning are kept.
  public let rawValue: UInt8

  /// The flags of these bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Inputs may be added and taken away.
  public static let inputs = PSBTModifiable(rawValue: 1)
  /// Outputs may be added and taken away.
  public static let outputs = PSBTModifiable(rawValue: 2)
  /// Some signature binds its input to the output at the same place.
  public static let hasSingle = PSBTModifiable(rawValue: 4)
}
