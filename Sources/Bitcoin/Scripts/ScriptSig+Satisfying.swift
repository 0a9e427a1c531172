extension ECDSASignature {
  /// The bytes that stand in scripts and witnesses: DER, then the sighash type's lowest byte.
  public func encoded(type: SighashType) -> [UInt8] {
    der + [type.byte]
  }
}

extension ScriptSig {
  /// Satisfies P2PK.
  public static func satisfyingPublicKey(
    _ signature: ECDSASignature, type: SighashType = .all
  ) -> ScriptSig {
    pushes([signature.encoded(type: type)])
  }

  /// Satisfies P2PKH.
  public static func satisfyingPublicKeyHash(
    _ signature: ECDSASignature, type: SighashType = .all, key: PublicKey
  ) -> ScriptSig {
    pushes([signature.encoded(type: type), key.bytes])
  }

  /// Satisfies bare multisig by signatures in the order of their keys, after the empty item that
  /// OP_CHECKMULTISIG takes too many (BIP-0147).
  public static func satisfyingMultisig(
    _ signatures: [ECDSASignature], type: SighashType = .all
  ) -> ScriptSig {
    pushes([[]] + signatures.map { $0.encoded(type: type) })
  }

  /// Satisfies P2SH: what satisfies the redeem script, then the redeem script itself (BIP-0016).
  public static func satisfyingScriptHash(
    of redeemScript: RedeemScript, with inner: ScriptSig
  ) -> ScriptSig {
    ScriptSig(inner.bytes + pushes([redeemScript.bytes]).bytes)
  }

  /// The byte strings that the script leaves on the stack, bottom first; nil unless it does nothing
  /// but push.
  public var pushedItems: [[UInt8]]? {
    var items: [[UInt8]] = []
    var reader = ScriptReader(bytes.span)
    while let instruction = reader.next() {
      guard instruction.isPush else { return nil }
      if let small = Opcode.smallNumber(of: instruction.opcode) {
        items.append([UInt8(small)])
      } else if instruction.opcode == Opcode.negate1 {
        items.append([0x81])
      } else if instruction.opcode <= Opcode.pushData4 {
        items.append([UInt8](bytes[instruction.operand]))
      } else {
        // OP_RESERVED counts as a push and yet fails when it runs.
        return nil
      }
    }
    return reader.isMalformed ? nil : items
  }
}

extension Witness {
  /// Satisfies P2WPKH (BIP-0141).
  public static func satisfyingKeyHash(
    _ signature: ECDSASignature, type: SighashType = .all, key: PublicKey
  ) -> Witness {
    Witness([signature.encoded(type: type), key.bytes])
  }
}
