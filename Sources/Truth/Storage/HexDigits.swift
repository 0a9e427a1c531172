import Bitcoin

/// The 64 hexadecimal digits of a hash as explorers print it, eight at a time.
struct HexDigits: BitwiseCopyable {
  private let digits: InlineArray<8, UInt64>

  /// The digits of a hash's last byte first.
  init(_ hash: Hash256) {
    digits = [
      HexDigits.ascii(hash.word3 >> 32), HexDigits.ascii(hash.word3),
      HexDigits.ascii(hash.word2 >> 32), HexDigits.ascii(hash.word2),
      HexDigits.ascii(hash.word1 >> 32), HexDigits.ascii(hash.word1),
      HexDigits.ascii(hash.word0 >> 32), HexDigits.ascii(hash.word0),
    ]
  }

  /// The eight digits of a word's lower half, the first of them in the lowest byte.
  private static func ascii(_ word: UInt64) -> UInt64 {
    var digits = UInt64(UInt32(truncatingIfNeeded: word).byteSwapped)
    digits = (digits | digits << 16) & 0x0000_ffff_0000_ffff
    digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
    digits = digits >> 4 & 0x000f_000f_000f_000f | (digits & 0x000f_000f_000f_000f) << 8
    // A byte each now: 1 where it is ten or more, since 6 more carries into the upper half.
    let letters = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return digits + 0x3030_3030_3030_3030 + letters * 39
  }
}
