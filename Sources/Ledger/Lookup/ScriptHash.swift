import Bitcoin

/// The 64-bit hash by which scripts are looked up. Not cryptographic: whoever finds a row compares bytes.
enum ScriptHash {
  /// Hashes a script's bytes, eight at a time, by multiplying and folding.
  static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var state = 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count)
    var reader = ByteReader(bytes)
    while let word = try? reader.readInteger(UInt64.self) { state = fold(state ^ word) }
    var rest: UInt64 = 0
    while let byte = try? reader.readUInt8() { rest = rest << 8 | UInt64(byte) }
    return fold(fold(state ^ rest) ^ 0xd6e8_feb8_6659_fd93)
  }

  private static func fold(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
    // Not a wrap-around: both halves of the product are kept.
    return product.high ^ product.low
  }
}
