extension Witness {
  /// The stack that these bytes are, all of them, as a transaction holds it (Core: `CScriptWitness`).
  ///
  /// ```
  /// count of items (CompactSize) | item, with its length before it …
  /// ```
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`, `trailingBytes`.
  public init(decoding bytes: [UInt8]) throws(DecodingError) {
    var reader = ByteReader(bytes.span)
    let count = try reader.readCompactSize()
    var stack: [[UInt8]] = []
    // An item takes a byte at least, so a count that lies reserves no more than what is there.
    stack.reserveCapacity(min(count, reader.remaining))
    for _ in 0..<count { stack.append([UInt8](try reader.readCountedBytes())) }
    try reader.finish()
    self.init(stack)
  }

  /// The stack's bytes as a transaction holds them.
  public func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: stack.reduce(9) { $0 + $1.count + 9 })
    writer.write(compactSize: stack.count)
    for item in stack { writer.write(counted: item) }
    return writer.bytes
  }
}
