import Bitcoin

/// The 64-bit hash by which scripts are looked up. Not cryptographic: whoever finds a row compares bytes.
///
/// Anyone may put scripts into a chain, so it must not be easy to make many that look alike. What is
/// folded is forgotten by the next eight bytes if they are chosen to cancel it; of two lanes they
/// cancel one, and the other still tells the scripts apart.
enum ScriptHash {
  /// Hashes a script's bytes, eight at a time, by multiplying and folding in two lanes.
  static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var lanes = Lanes(
      first: 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count), second: 0xd6e8_feb8_6659_fd93)
    var reader = ByteReader(bytes)
    while let word = try? reader.readInteger(UInt64.self) { lanes.take(word) }
    var rest: UInt64 = 0
    while let byte = try? reader.readUInt8() { rest = rest << 8 | UInt64(byte) }
    lanes.take(rest)
    return fold(lanes.first ^ (lanes.second << 32 | lanes.second >> 32), by: firstFactor)
  }

  private static let firstFactor: UInt64 = 0xa076_1d64_78bd_642f
  private static let secondFactor: UInt64 = 0xe703_7ed1_a0b4_28db

  private struct Lanes {
    var first: UInt64
    var second: UInt64

    mutating func take(_ word: UInt64) {
      first = fold(first ^ word, by: firstFactor)
      second = fold(second ^ word, by: secondFactor)
    }
  }

  private static func fold(_ value: UInt64, by factor: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: factor)
    // Not a wrap-around: both halves of the product are kept.
    return product.high ^ product.low
  }
}
