/// Groups of five bits as text with a strong checksum (BIP-0173, BIP-0350; Core: bech32.cpp).
///
/// ```
/// prefix | 1 | data, a character for five bits | checksum, six characters
/// ```
public enum Bech32 {
  /// Which of the two checksums stands at the end.
  public enum Variant: UInt32, Hashable, Sendable {
    /// BIP-0173: witness version 0.
    case bech32 = 1
    /// BIP-0350: witness versions 1 to 16.
    case bech32m = 0x2bc8_30a3
  }

  /// Text that was read.
  public struct Decoded: Hashable, Sendable {
    /// Which checksum it had.
    public let variant: Variant
    /// What stands before the last `1`, in lower case.
    public let prefix: String
    /// The data without the checksum, each from 0 to 31.
    public let values: [UInt8]
  }

  /// The longest text (BIP-0173).
  public static let maxLength = 90
  private static let checksumSize = 6
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let generator: [UInt32] = [
    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
  ]

  /// The text of `values` under `prefix`.
  ///
  /// - Precondition: each value is from 0 to 31.
  public static func encode(_ variant: Variant, prefix: String, values: [UInt8]) -> String {
    var text = Array(prefix.utf8)
    let start = expand(text)
    let zeros = [UInt8](repeating: 0, count: checksumSize)
    let remainder = polymod(start + values + zeros) ^ variant.rawValue
    text.append(UInt8(ascii: "1"))
    for value in values { text.append(alphabet[Int(value)]) }
    for place in 0..<checksumSize {
      text.append(alphabet[Int(remainder >> (5 * UInt32(checksumSize - 1 - place)) & 31)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What the text says; nil for mixed case, a wrong checksum, and all else that BIP-0173 refuses.
  public static func decode(_ text: String) -> Decoded? {
    let characters = Array(text.utf8)
    guard characters.count <= maxLength, !isMixedCase(characters),
      characters.allSatisfy({ (33...126).contains($0) }),
      let separator = characters.lastIndex(of: UInt8(ascii: "1")), separator >= 1,
      separator + checksumSize < characters.count
    else { return nil }
    let prefix = characters[..<separator].map(lowercase)
    var values: [UInt8] = []
    for character in characters[(separator + 1)...] {
      guard let value = alphabet.firstIndex(of: lowercase(character)) else { return nil }
      values.append(UInt8(value))
    }
    guard let variant = Variant(rawValue: polymod(expand(prefix) + values)) else { return nil }
    return Decoded(
      variant: variant, prefix: String(decoding: prefix, as: UTF8.self),
      values: [UInt8](values.dropLast(checksumSize)))
  }

  // MARK: - Groups of bits

  /// Bytes as groups of five bits, the last one filled up with zeros.
  public static func values(fromBytes bytes: [UInt8]) -> [UInt8] {
    var values: [UInt8] = []
    var bits = 0
    var bitCount = 0
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xfff
      bitCount += 8
      while bitCount >= 5 {
        bitCount -= 5
        values.append(UInt8(bits >> bitCount & 31))
      }
    }
    if bitCount > 0 { values.append(UInt8(bits << (5 - bitCount) & 31)) }
    return values
  }

  /// Groups of five bits as bytes; nil if five bits or more are left over, or any that is set.
  public static func bytes(fromValues values: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var bitCount = 0
    for value in values {
      bits = (bits << 5 | Int(value)) & 0xfff
      bitCount += 5
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(bits >> bitCount & 0xff))
      }
    }
    return bitCount < 5 && bits & (1 << bitCount - 1) == 0 ? bytes : nil
  }

  // MARK: - Checksum

  private static func polymod(_ values: [UInt8]) -> UInt32 {
    var checksum: UInt32 = 1
    for value in values {
      let top = checksum >> 25
      checksum = (checksum & 0x1ff_ffff) << 5 ^ UInt32(value)
      for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { checksum ^= generator[bit] }
    }
    return checksum
  }

  private static func expand(_ prefix: [UInt8]) -> [UInt8] {
    prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
  }

  static func isMixedCase(_ characters: [UInt8]) -> Bool {
    characters.contains { (65...90).contains($0) }
      && characters.contains { (97...122).contains($0) }
  }

  private static func lowercase(_ character: UInt8) -> UInt8 {
    (65...90).contains(character) ? character + 32 : character
  }
}
