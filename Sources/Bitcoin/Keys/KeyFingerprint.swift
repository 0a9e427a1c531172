/// The first four bytes of the HASH160 of a compressed key: enough to find an extended key again,
/// not to prove it (BIP-0032).
public struct KeyFingerprint: Hashable, Sendable {
  /// The four bytes read as a big-endian integer.
  public let rawValue: UInt32

  /// The fingerprint of a big-endian integer.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The fingerprint of a key.
  public init(_ key: PublicKey) {
    let hash = key.converted(compressed: true).computeHash160()
    rawValue = UInt32(truncatingIfNeeded: hash.word0).byteSwapped
  }

  /// The fingerprint whose four bytes these are; nil for any other length.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 else { return nil }
    rawValue = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads eight digits; nil for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// What stands in the place of a parent's fingerprint where there is no parent.
  public static let none = KeyFingerprint(rawValue: 0)

  /// The four bytes, in the order of the hash function.
  public var bytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> $0) }
  }
}

extension KeyFingerprint: CustomStringConvertible {
  /// Eight digits.
  public var description: String { Hex.encode(bytes) }
}
