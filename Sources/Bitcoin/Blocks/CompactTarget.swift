/// A target as a header writes it: one byte of exponent and a signed mantissa of three
/// (Core: `arith_uint256::SetCompact`, arith_uint256.cpp).
public enum CompactTarget {
  /// The 256-bit number that `bits` stands for, its least significant byte first, so that it
  /// compares with block hashes as numbers compare; nil if negative, zero or too large, which no
  /// block meets (Core: `DeriveTarget`, pow.cpp).
  public static func expand(_ bits: UInt32) -> Hash256? {
    let exponent = Int(bits >> 24)
    let mantissa = bits & 0x7f_ffff
    guard mantissa != 0, bits & 0x80_0000 == 0 else { return nil }
    var words: InlineArray<4, UInt64> = .init(repeating: 0)
    for place in 0..<3 {
      let byte = UInt64(mantissa >> (8 * UInt32(place)) & 0xff)
      let index = exponent - 3 + place
      if (0..<32).contains(index) {
        words[index / 8] |= byte << (8 * UInt64(index % 8))
      } else if index >= 32, byte != 0 {
        return nil
      }
    }
    let target = Hash256(words[0], words[1], words[2], words[3])
    return target == .zero ? nil : target
  }
}

extension BlockHeader {
  /// Whether the header's hash is no larger than the target that the header itself states.
  ///
  /// Whether that target is the one that the chain asks for is another question
  /// (Core: `CheckProofOfWork`, pow.cpp).
  public func meetsTarget() -> Bool { meetsTarget(hash: computeHash()) }

  /// The same for a header whose hash is known.
  public func meetsTarget(hash: BlockHash) -> Bool {
    guard let target = CompactTarget.expand(bits) else { return false }
    return hash.hash <= target
  }
}
