import Bitcoin

/// The scripts in the trees of addresses that are spent by script (BIP-0342).
enum TapscriptLeaves {
  /// The script by which coins are spent: m of n keys sign, counted by OP_CHECKSIGADD; a single key
  /// by itself.
  ///
  /// ```
  /// key 1 OP_CHECKSIG | key 2 OP_CHECKSIGADD | … | key n OP_CHECKSIGADD | m OP_NUMEQUAL
  /// ```
  static func spending(_ required: UInt8, _ keys: [XOnlyPublicKey]) -> TapLeaf {
    var writer = ByteWriter(capacity: 34 * keys.count + 2)
    for (place, key) in keys.enumerated() {
      writer.write(push: key.bytes)
      writer.write(byte: place == 0 ? Opcode.checkSig : Opcode.checkSigAdd)
    }
    if keys.count > 1 {
      writer.write(byte: Opcode.push1 + required - 1)
      writer.write(byte: Opcode.numEqual)
    }
    return TapLeaf(script: writer.bytes)
  }

  /// The script beside it, which nobody uses: after a year the first key alone (BIP-0112).
  ///
  /// ```
  /// 52,560 OP_CHECKSEQUENCEVERIFY OP_DROP | key OP_CHECKSIG
  /// ```
  static func recovery(_ key: XOnlyPublicKey) -> TapLeaf {
    var writer = ByteWriter(capacity: 40)
    // 52,560 blocks, little-endian; the third byte keeps the sign bit free.
    writer.write(push: [0x50, 0xcd, 0x00])
    writer.write(byte: Opcode.checkSequenceVerify)
    writer.write(byte: Opcode.drop)
    writer.write(push: key.bytes)
    writer.write(byte: Opcode.checkSig)
    return TapLeaf(script: writer.bytes)
  }

  /// The point of which nobody knows the secret, so that a script is the only way: H of BIP-0341, the
  /// x of which is the SHA-256 of the generator's 65 bytes.
  static let unspendableKey: XOnlyPublicKey = {
    let bytes = Hex.decode("50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0")
    guard let key = bytes.flatMap({ XOnlyPublicKey(bytes: $0) }) else {
      preconditionFailure("BIP-0341's H is a point")
    }
    return key
  }()
}
