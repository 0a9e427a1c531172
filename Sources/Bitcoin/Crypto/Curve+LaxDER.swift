import CSecp256k1

/// DER as it was read before BIP-0066 (Core: `ecdsa_signature_parse_der_lax`, pubkey.cpp).
extension Curve {
  /// Reads an ECDSA signature out of loose DER; nil where not even two integers can be found.
  ///
  /// The outer length is not looked at, lengths may be written long, integers may be padded or
  /// negative (they count as positive), and bytes may follow. An integer that is no scalar makes
  /// the signature one that verifies nothing, as in Core.
  static func parseLaxDER(_ der: Span<UInt8>) -> secp256k1_ecdsa_signature? {
    var position = 1
    guard der.count >= 2, der[0] == 0x30, skipOuterLength(der, &position),
      let r = readInteger(der, &position), let s = readInteger(der, &position)
    else { return nil }
    var signature = secp256k1_ecdsa_signature()
    var compact: InlineArray<64, UInt8> = .init(repeating: 0)
    if copy(der, r, to: &compact, endingAt: 32), copy(der, s, to: &compact, endingAt: 64),
      parseCompact(compact, &signature)
    {
      return signature
    }
    return parseCompact(.init(repeating: 0), &signature) ? signature : nil
  }

  /// Steps over the length of the whole, whatever it says.
  private static func skipOuterLength(_ der: Span<UInt8>, _ position: inout Int) -> Bool {
    let first = der[position]
    position += 1
    guard first & 0x80 != 0 else { return true }
    let count = Int(first & 0x7f)
    guard count <= der.count - position else { return false }
    position += count
    return true
  }

  /// Where the bytes of the next integer lie, leading zeros left out.
  private static func readInteger(_ der: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
    guard der.count - position >= 2, der[position] == 0x02 else { return nil }
    var count = Int(der[position + 1])
    position += 2
    if count & 0x80 != 0 {
      var digits = count & 0x7f
      guard digits <= der.count - position else { return nil }
      while digits > 0, der[position] == 0 {
        position += 1
        digits -= 1
      }
      // Core takes no length of four bytes or more.
      guard digits < 4 else { return nil }
      count = 0
      while digits > 0 {
        count = count << 8 | Int(der[position])
        position += 1
        digits -= 1
      }
    }
    guard count <= der.count - position else { return nil }
    var start = position
    position += count
    while start < position, der[start] == 0 { start += 1 }
    return start..<position
  }

  /// Writes a big-endian number so that its last byte stands before `end`; false if it has more
  /// than 32 bytes.
  private static func copy(
    _ der: Span<UInt8>, _ number: Range<Int>, to compact: inout InlineArray<64, UInt8>,
    endingAt end: Int
  ) -> Bool {
    guard number.count <= 32 else { return false }
    for index in number { compact[end - number.upperBound + index] = der[index] }
    return true
  }

  private static func parseCompact(
    _ compact: InlineArray<64, UInt8>, _ signature: inout secp256k1_ecdsa_signature
  ) -> Bool {
    let done = unsafe compact.span.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(0) }
      // Safe: R and S are the 64 bytes.
      return unsafe secp256k1_ecdsa_signature_parse_compact(context, &signature, start)
    }
    return done == 1
  }
}

extension ECDSASignature {
  /// The signature that these bytes are when DER is read as loosely as before BIP-0066, written
  /// again in strict DER; nil where not even two integers can be found.
  ///
  /// Numbers beyond the curve's order become zero, and the signature verifies nothing.
  public init?(laxDER: [UInt8]) {
    guard let signature = Curve.parseLaxDER(laxDER.span) else { return nil }
    self.init(signature)
  }
}
