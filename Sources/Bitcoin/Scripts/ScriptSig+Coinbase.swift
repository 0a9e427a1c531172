extension ScriptSig {
  /// The shortest and the longest script of a coinbase (Core: `bad-cb-length`,
  /// consensus/tx_check.cpp).
  public static let coinbaseSize = 2...100
  /// How many bytes `coinbase(height:extra:)` takes beside the height.
  public static let maxCoinbaseExtraSize = 90

  /// The script of a coinbase: the block's height as BIP-0034 wants it, then `extra` as one push.
  ///
  /// The heights 0 to 16 take one byte, so without `extra` an OP_0 follows to make two.
  ///
  /// - Precondition: `height` is not negative and fits 31 bits; `extra` has no more than
  ///   `maxCoinbaseExtraSize` bytes.
  public static func coinbase(height: Int, extra: [UInt8] = []) -> ScriptSig {
    precondition((0...0x7fff_ffff).contains(height), "a height is from 0 to 2^31 - 1")
    precondition(extra.count <= maxCoinbaseExtraSize, "a coinbase script takes 100 bytes")
    var writer = ByteWriter(capacity: 8 + extra.count)
    writer.write(scriptNumber: height)
    if !extra.isEmpty {
      writer.write(push: extra)
    } else if writer.bytes.count < coinbaseSize.lowerBound {
      writer.write(byte: Opcode.push0)
    }
    return ScriptSig(writer.bytes)
  }

  /// The height with which a coinbase's script starts (BIP-0034); nil if it does not start with a
  /// number that is not negative, in its shortest form.
  public var coinbaseHeight: Int? {
    var reader = ScriptReader(bytes.span)
    guard let push = reader.next(), push.isPush else { return nil }
    if push.opcode == Opcode.push0 { return 0 }
    if let small = Opcode.smallNumber(of: push.opcode) { return small }
    guard (1...5).contains(push.operand.count) else { return nil }
    var height = 0
    for (shift, index) in push.operand.enumerated() { height |= Int(bytes[index]) << (8 * shift) }
    guard height <= 0x7fff_ffff else { return nil }
    var writer = ByteWriter(capacity: 6)
    writer.write(scriptNumber: height)
    return bytes.starts(with: writer.bytes) ? height : nil
  }

  /// A script that pushes these byte strings in order.
  public static func pushes(_ items: [[UInt8]]) -> ScriptSig {
    var writer = ByteWriter(capacity: items.reduce(0) { $0 + $1.count + 3 })
    for item in items { writer.write(push: item) }
    return ScriptSig(writer.bytes)
  }
}
