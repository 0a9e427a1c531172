extension ScriptPubKey {
  /// `key OP_CHECKSIG` (P2PK).
  public static func payToPublicKey(_ key: PublicKey) -> ScriptPubKey {
    ScriptPubKey([UInt8(key.bytes.count)] + key.bytes + [Opcode.checkSig])
  }

  /// `OP_DUP OP_HASH160 hash OP_EQUALVERIFY OP_CHECKSIG` (P2PKH).
  public static func payToPublicKeyHash(_ hash: Hash160) -> ScriptPubKey {
    var writer = ByteWriter(capacity: 25)
    writer.write([Opcode.dup, Opcode.hash160, 20])
    hash.encode(into: &writer)
    writer.write([Opcode.equalVerify, Opcode.checkSig])
    return ScriptPubKey(writer.bytes)
  }

  /// `OP_HASH160 hash OP_EQUAL` (P2SH, BIP-0016).
  public static func payToScriptHash(_ hash: Hash160) -> ScriptPubKey {
    ScriptPubKey([Opcode.hash160, 20] + hash.bytes + [Opcode.equal])
  }

  /// `OP_HASH160 hash OP_EQUAL` with the hash of `redeemScript` (P2SH, BIP-0016).
  public static func payToScriptHash(of redeemScript: RedeemScript) -> ScriptPubKey {
    payToScriptHash(Hash160(hashing: redeemScript.bytes))
  }

  /// `OP_0 hash` with the hash of a compressed key (P2WPKH, BIP-0141).
  public static func payToWitnessKeyHash(_ hash: Hash160) -> ScriptPubKey {
    ScriptPubKey([Opcode.push0, 20] + hash.bytes)
  }

  /// `OP_0 hash` with the single SHA-256 of a witness script, internal order (P2WSH, BIP-0141).
  public static func payToWitnessScriptHash(_ hash: Hash256) -> ScriptPubKey {
    ScriptPubKey([Opcode.push0, 32] + hash.bytes)
  }

  /// `OP_0 hash` with the SHA-256 of `witnessScript` (P2WSH, BIP-0141).
  public static func payToWitnessScriptHash(of witnessScript: WitnessScript) -> ScriptPubKey {
    ScriptPubKey([Opcode.push0, 32] + Digest.sha256(witnessScript.bytes))
  }

  /// `m key … key n OP_CHECKMULTISIG`, which any `required` of the keys can spend.
  ///
  /// - Precondition: there are 1 to 16 keys, and `required` is from 1 to their count.
  public static func multisig(_ required: Int, _ keys: [PublicKey]) -> ScriptPubKey {
    precondition((1...16).contains(keys.count), "a multisig script of ours has 1 to 16 keys")
    precondition((1...keys.count).contains(required), "m is from 1 to n")
    var writer = ByteWriter(capacity: 3 + 66 * keys.count)
    writer.write(byte: Opcode.push1 + UInt8(required - 1))
    for key in keys {
      writer.write(byte: UInt8(key.bytes.count))
      writer.write(key.bytes)
    }
    writer.write(byte: Opcode.push1 + UInt8(keys.count - 1))
    writer.write(byte: Opcode.checkMultisig)
    return ScriptPubKey(writer.bytes)
  }

  /// `OP_RETURN data`: carries data and can never be spent.
  public static func nullData(_ data: [UInt8]) -> ScriptPubKey {
    var writer = ByteWriter(capacity: data.count + 6)
    writer.write(byte: Opcode.return)
    writer.write(push: data)
    return ScriptPubKey(writer.bytes)
  }
}

extension ByteWriter {
  /// Writes a push of `data` by a length, without turning small numbers into opcodes
  /// (Core: `CScript::operator<<` for bytes, script/script.h).
  public mutating func write(push data: [UInt8]) {
    switch data.count {
    case ..<Int(Opcode.pushData1):
      write(byte: UInt8(data.count))
    case ...0xff:
      write(byte: Opcode.pushData1)
      write(byte: UInt8(data.count))
    case ...0xffff:
      write(byte: Opcode.pushData2)
      write(UInt16(data.count))
    default:
      write(byte: Opcode.pushData4)
      write(UInt32(data.count))
    }
    write(data)
  }
}
