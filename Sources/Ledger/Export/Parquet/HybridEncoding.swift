/// Parquet's encoding of small numbers: runs of one value, and groups of eight packed bit by bit
/// (parquet-format: Encodings.md, "Run Length Encoding / Bit-Packing Hybrid").
///
/// ```
/// run:    count << 1 (varint) | value (as many bytes as `bitWidth` needs, LE)
/// packed: groups << 1 | 1 (varint) | groups * bitWidth bytes, the lowest bits first
/// ```
enum HybridEncoding {
  /// A run has to be this long to be worth its header.
  private static let shortestRun = 8

  /// Adds the values, of which each fits `bitWidth` bits.
  ///
  /// The last group may be longer than the values are; who reads knows their count.
  static func encode(_ values: Span<UInt8>, bitWidth: Int, into bytes: inout [UInt8]) {
    // Values from here on are not written yet and will be packed.
    var pending = 0
    var index = 0
    while index < values.count {
      var end = index + 1
      while end < values.count, values[end] == values[index] { end += 1 }
      // Only whole groups may stand before a run; it gives what they lack.
      let lacking = (8 - (index - pending) % 8) % 8
      if end - index - lacking >= shortestRun {
        pack(values.extracting(pending..<index + lacking), bitWidth, &bytes)
        bytes.appendVarint(UInt64(end - index - lacking) << 1)
        bytes.append(values[index])
        pending = end
      }
      index = end
    }
    pack(values.extracting(pending..<values.count), bitWidth, &bytes)
  }

  private static func pack(_ values: Span<UInt8>, _ bitWidth: Int, _ bytes: inout [UInt8]) {
    guard values.count > 0 else { return }
    let groups = (values.count + 7) / 8
    bytes.appendVarint(UInt64(groups) << 1 | 1)
    for group in 0..<groups {
      var bits: UInt64 = 0
      for place in 0..<min(8, values.count - 8 * group) {
        bits |= UInt64(values[8 * group + place]) << UInt64(place * bitWidth)
      }
      for byte in 0..<bitWidth { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
    }
  }
}
