/// What a signature commits to: 32 bits in the digest, of which scripts carry the lowest byte
/// (Core: `SIGHASH_ALL` and so on, script/interpreter.h).
public struct SighashType: Hashable, Sendable {
  /// The 32 bits as they are hashed.
  public let rawValue: UInt32

  /// The type with these bits, which consensus does not restrict.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// All outputs and all inputs.
  public static let all = SighashType(rawValue: 1)
  /// All inputs, no output.
  public static let none = SighashType(rawValue: 2)
  /// All inputs, and the output at the signed input's place.
  public static let single = SighashType(rawValue: 3)

  /// Taproot's own: what `all` commits to, and no byte after the signature (BIP-0341).
  public static let taprootDefault = SighashType(rawValue: 0)

  /// The same with only the signed input, so that others can be added.
  public var anyoneCanPay: SighashType { SighashType(rawValue: rawValue | 0x80) }

  /// Whether only the signed input is committed to.
  public var isAnyoneCanPay: Bool { rawValue & 0x80 != 0 }

  /// Whether no output is committed to.
  var isNone: Bool { rawValue & 0x1f == 2 }
  /// Whether one output is committed to.
  var isSingle: Bool { rawValue & 0x1f == 3 }

  /// Whether BIP-0341 gives the type a meaning.
  var isKnownToTaproot: Bool { rawValue <= 3 || (0x81...0x83).contains(rawValue) }

  /// The byte that follows the signature in a script.
  public var byte: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}
