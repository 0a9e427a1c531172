extension CompactTarget {
  /// The shortest form of a target, which keeps its three upper bytes
  /// (Core: `arith_uint256::GetCompact`, arith_uint256.cpp).
  public static func compress(_ target: Hash256) -> UInt32 {
    let bytes = target.bytes
    var size = (bytes.lastIndex { $0 != 0 } ?? -1) + 1
    var mantissa: UInt32 = 0
    for place in 1...3 {
      let index = size - place
      mantissa = mantissa << 8 | (index >= 0 ? UInt32(bytes[index]) : 0)
    }
    // The top bit of the mantissa is the sign.
    if mantissa & 0x80_0000 != 0 {
      mantissa >>= 8
      size += 1
    }
    return UInt32(size) << 24 | mantissa
  }

  /// The target `target * numerator / denominator`, at most `limit`
  /// (Core: `CalculateNextWorkRequired`, pow.cpp).
  ///
  /// The product keeps 256 bits, as in Bitcoin Core; no network's limit comes near them.
  ///
  /// - Precondition: `denominator` is not 0.
  static func scale(
    _ target: Hash256, by numerator: UInt64, over denominator: UInt64, limit: Hash256
  ) -> Hash256 {
    precondition(denominator > 0, "a target is not divided by zero")
    var words = [target.word0, target.word1, target.word2, target.word3]
    var carry: UInt64 = 0
    for index in words.indices {
      let (high, low) = words[index].multipliedFullWidth(by: numerator)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[index] = sum
      // Safe: the high word of a product is at most 2^64 - 2.
      carry = high &+ (overflow ? 1 : 0)
    }
    var remainder: UInt64 = 0
    for index in words.indices.reversed() {
      (words[index], remainder) = denominator.dividingFullWidth((remainder, words[index]))
    }
    return min(Hash256(words[0], words[1], words[2], words[3]), limit)
  }
}
