/// The version of a PSBT's format, not of its transaction.
public enum PSBTVersion: UInt32, Hashable, Sendable, CaseIterable {
  /// The transaction stands whole in the global map (BIP-0174).
  case v0 = 0
  /// Each input and output holds its part of the transaction (BIP-0370).
  case v2 = 2
}

extension PSBTVersion: CustomStringConvertible {
  /// The number.
  public var description: String { String(rawValue) }
}
