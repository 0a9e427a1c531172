import Bitcoin

/// A spend made from an input of the fuzzer: any script, wrapped in one of the ways in which scripts
/// are spent, any items, and signatures that are right where the input asks for them.
///
/// ```
/// flags (4, LE) | other flags (4, LE) | shape (1) | context (1) | script length (2, LE) | script | items
/// item: kind (1), then 0: length (1), bytes | 1: sighash type (1), key (1): an ECDSA signature
///   | 2: the same, Schnorr | 3: key (1): a public key | 4: byte (1), count (2, LE): that byte repeated
///   | 5: length (1), bytes: an annex | 6: length (2, LE), bytes
/// ```
public struct ScriptCase {
  /// How the script is spent; `program` and `pair` take the script as the scriptPubKey, with a witness
  /// alone, and with the first item as the whole scriptSig.
  enum Shape: UInt8, CaseIterable {
    case bare, scriptHash, witnessScript, nestedWitnessScript, tapscript, keyPath, program, pair
  }

  let flags: ScriptFlags
  let otherFlags: ScriptFlags
  let shape: Shape
  let script: [UInt8]
  private(set) var transaction: Transaction
  private(set) var spentOutputs: [TxOut]
  /// The input that spends the script; the last.
  var input: Int { transaction.inputs.count - 1 }

  init(_ bytes: [UInt8]) {
    var reader = FuzzReader(bytes)
    flags = ScriptFlags(rawValue: reader.word()).possible
    otherFlags = ScriptFlags(rawValue: reader.word())
    shape = Shape.allCases[Int(reader.byte()) % Shape.allCases.count]
    let context = reader.byte()
    script = reader.take(reader.short())
    transaction = ScriptCase.makeTransaction(context)
    spentOutputs = transaction.inputs.map { _ in
      TxOut(value: Satoshi(100_000), scriptPubKey: ScriptPubKey([Opcode.push1]))
    }
    let isTaproot = shape == .tapscript || shape == .keyPath
    let leaf =
      isTaproot ? TapLeafCase(script, version: context & 0x40 == 0 ? 0xc0 : context) : .none
    let place = transaction.inputs.count - 1
    spentOutputs[place].scriptPubKey = makeScriptPubKey(leaf)
    var items: [[UInt8]] = []
    var annex: [UInt8]?
    while !reader.isAtEnd, items.count < 1_200 {
      if let item = makeItem(&reader, leaf, annex) {
        items.append(item.bytes)
      } else {
        annex = [0x50] + reader.take(Int(reader.byte()))
      }
    }
    satisfy(items, leaf, annex, at: place)
  }

  private static func makeTransaction(_ context: UInt8) -> Transaction {
    let sequence: UInt32 = [0xffff_ffff, 0, 0x0040_0010, 0x8000_0001][Int(context & 3)]
    var inputs: [TxIn] = []
    for index in 0..<(context & 4 == 0 ? 1 : 2) {
      let txid = Txid(Hash256(UInt64(index) + 1, 2, 3, 4))
      inputs.append(TxIn(prevout: OutPoint(txid: txid, vout: 0), sequence: sequence))
    }
    let output = TxOut(value: Satoshi(90_000), scriptPubKey: ScriptPubKey([Opcode.push1]))
    return Transaction(
      version: context & 8 == 0 ? 2 : 1, inputs: inputs, outputs: [output],
      lockTime: context & 16 == 0 ? 0 : context & 32 == 0 ? 1_000 : 1_700_000_000)
  }

  private func makeScriptPubKey(_ leaf: TapLeafCase) -> ScriptPubKey {
    switch shape {
    case .bare, .program, .pair: ScriptPubKey(script)
    case .scriptHash: .payToScriptHash(of: RedeemScript(script))
    case .witnessScript: .payToWitnessScriptHash(of: WitnessScript(script))
    case .nestedWitnessScript: .payToScriptHash(of: ScriptCase.redeemScript(script))
    case .tapscript, .keyPath: ScriptPubKey([Opcode.push1, 32] + leaf.outputKey)
    }
  }

  private static func redeemScript(_ script: [UInt8]) -> RedeemScript {
    RedeemScript(ScriptPubKey.payToWitnessScriptHash(of: WitnessScript(script)).bytes)
  }

  private mutating func satisfy(
    _ items: [[UInt8]], _ leaf: TapLeafCase, _ annex: [UInt8]?, at place: Int
  ) {
    let tail = annex.map { [$0] } ?? []
    switch shape {
    case .bare:
      transaction.inputs[place].scriptSig = .pushing(items)
    case .scriptHash:
      transaction.inputs[place].scriptSig = .pushing(items + [script])
    case .witnessScript:
      transaction.inputs[place].witness = Witness(items + [script])
    case .nestedWitnessScript:
      transaction.inputs[place].scriptSig = .pushing([ScriptCase.redeemScript(script).bytes])
      transaction.inputs[place].witness = Witness(items + [script])
    case .tapscript:
      transaction.inputs[place].witness = Witness(items + [script, leaf.controlBlock] + tail)
    case .keyPath, .program:
      transaction.inputs[place].witness = Witness(items + tail)
    case .pair:
      transaction.inputs[place].scriptSig = ScriptSig(items.first ?? [])
      transaction.inputs[place].witness = Witness([[UInt8]](items.dropFirst()))
    }
  }
}

// MARK: - Items

extension ScriptCase {
  /// The next item, or nil for an annex, whose bytes follow.
  private func makeItem(
    _ reader: inout FuzzReader, _ leaf: TapLeafCase, _ annex: [UInt8]?
  ) -> (bytes: [UInt8], Void)? {
    switch reader.byte() % 7 {
    case 1:
      let type = SighashType(rawValue: UInt32(reader.byte()))
      return (FuzzKeys.at(reader.byte()).secret.sign(digest(type)).encoded(type: type), ())
    case 2:
      let type = SighashType(rawValue: UInt32(reader.byte()))
      return (signSchnorr(type, reader.byte(), leaf, annex), ())
    case 3:
      return (FuzzKeys.at(reader.byte()).compressed, ())
    case 4:
      let byte = reader.byte()
      return ([UInt8](repeating: byte, count: min(reader.short(), 11_000)), ())
    case 5:
      return nil
    case 6:
      return (reader.take(reader.short()), ())
    default:
      return (reader.take(Int(reader.byte())), ())
    }
  }

  private func digest(_ type: SighashType) -> Hash256 {
    switch shape {
    case .witnessScript, .nestedWitnessScript:
      return transaction.segwitV0Sighash(
        input: input, scriptCode: script, value: spentOutputs[input].value, type: type)
    case .program where script.count == 22:
      guard let hash = Hash160(bytes: [UInt8](script[2...])) else { return .zero }
      return transaction.segwitV0Sighash(
        input: input, scriptCode: ScriptPubKey.payToPublicKeyHash(hash).bytes,
        value: spentOutputs[input].value, type: type)
    default:
      return transaction.legacySighash(input: input, scriptCode: script, type: type)
    }
  }

  private func signSchnorr(
    _ type: SighashType, _ key: UInt8, _ leaf: TapLeafCase, _ annex: [UInt8]?
  ) -> [UInt8] {
    let isKeyPath = shape != .tapscript
    let digest = transaction.taprootSighash(
      input: input, spentOutputs: spentOutputs, type: type, annex: annex,
      leafHash: isKeyPath ? nil : leaf.hash)
    let secret =
      isKeyPath
      ? FuzzKeys.internalKey.secret.tweakedForTaproot(merkleRoot: leaf.hash)
      : FuzzKeys.at(key).secret
    guard let digest, let secret else { return [] }
    return secret.signSchnorr(digest).bytes + (type.rawValue == 0 ? [] : [type.byte])
  }
}

extension ScriptFlags {
  /// These rules without those whose conditions are not among them: `witness` is for use with `p2sh`,
  /// `cleanStack` with both.
  var possible: ScriptFlags {
    var flags = intersection(.all)
    if !flags.contains(.p2sh) { flags.remove(.witness) }
    if !flags.contains(.witness) { flags.remove(.cleanStack) }
    return flags
  }
}

extension ScriptSig {
  /// Pushes of any items, however large.
  static func pushing(_ items: [[UInt8]]) -> ScriptSig {
    var writer = ByteWriter()
    for item in items { writer.write(push: item) }
    return ScriptSig(writer.bytes)
  }
}
