/// Verifies the standard spends of P2PK, P2PKH, bare multisig, P2SH multisig, P2WPKH and P2WPKH in P2SH,
/// without running scripts.
///
/// Rules as of today's consensus: signatures in strict DER (BIP-0066), either half of S, no restriction
/// on the sighash type, witness rules on (BIP-0141). A spend of any other form, such as one with more
/// items than the script takes, is `unsupported`: consensus may or may not take it.
public struct FormVerifier: Sendable {
  /// The transaction that spends.
  public let transaction: Transaction
  let cache: SegwitSighashCache?

  /// A verifier of the inputs of `transaction`.
  public init(_ transaction: Transaction) {
    self.transaction = transaction
    self.cache = transaction.hasWitness ? SegwitSighashCache(transaction) : nil
  }

  /// Judges one input of `transaction`, which spends `spentOutput`.
  ///
  /// - Precondition: `input` is the place of an input.
  public static func verify(
    _ transaction: Transaction, input: Int, spentOutput: TxOut
  ) -> FormVerdict {
    FormVerifier(transaction).verify(input: input, spentOutput: spentOutput)
  }

  /// Judges the input at place `input`, which spends `spentOutput`.
  ///
  /// - Precondition: `input` is the place of an input.
  public func verify(input: Int, spentOutput: TxOut) -> FormVerdict {
    precondition(transaction.inputs.indices.contains(input), "no input at place \(input)")
    let kind = spentOutput.scriptPubKey.classify()
    if kind == .witnessV0KeyHash { return verifyWitness(input, spentOutput) }
    guard let items = transaction.inputs[input].scriptSig.pushedItems else {
      return .unsupported(kind)
    }
    let verdict =
      kind == .scriptHash
      ? verifyScriptHash(input, spentOutput, items)
      : verifyLegacy(input, spentOutput.scriptPubKey.bytes, kind, items)
    // A witness may stand only where a witness program asks for one.
    if verdict == .valid, kind != .scriptHash, !transaction.inputs[input].witness.isEmpty {
      return .invalid(.unexpectedWitness)
    }
    return verdict
  }
}

// MARK: - Forms

extension FormVerifier {
  /// The largest item that a script may push (Core: `MAX_SCRIPT_ELEMENT_SIZE`, script/script.h).
  static let maxItemSize = 520

  private func verifyLegacy(
    _ input: Int, _ script: [UInt8], _ kind: ScriptKind, _ items: [[UInt8]]
  ) -> FormVerdict {
    if let large = items.first(where: { $0.count > FormVerifier.maxItemSize }) {
      return .invalid(.oversizedItem(count: large.count))
    }
    let digest = { (type: SighashType) in
      transaction.legacySighash(input: input, scriptCode: script, type: type)
    }
    switch kind {
    case .publicKey:
      return expect(1, items, kind) {
        check(items[0], key: [UInt8](script[1..<script.count - 1]), digest)
      }
    case .publicKeyHash:
      return expect(2, items, kind) {
        guard Hash160(hashing: items[1]).bytes.elementsEqual(script[3..<23]) else {
          return .invalid(.hashMismatch)
        }
        return check(items[0], key: items[1], digest)
      }
    case .multisig:
      guard let form = MultisigForm(script.span) else { return .unsupported(kind) }
      return expect(form.required + 1, items, kind) {
        // BIP-0147 refuses any other dummy; blocks before it may have one.
        guard items[0].isEmpty else { return .unsupported(kind) }
        let keys = form.keys.map { [UInt8](script[$0]) }
        return checkMultisig(items.dropFirst(), keys, digest)
      }
    default:
      return .unsupported(kind)
    }
  }

  private func verifyScriptHash(
    _ input: Int, _ spentOutput: TxOut, _ items: [[UInt8]]
  ) -> FormVerdict {
    guard let redeemScript = items.last else {
      return .invalid(.missingItems(needed: 1, found: 0))
    }
    guard redeemScript.count <= FormVerifier.maxItemSize else {
      return .invalid(.oversizedItem(count: redeemScript.count))
    }
    guard spentOutput.scriptPubKey == .payToScriptHash(of: RedeemScript(redeemScript)) else {
      return .invalid(.hashMismatch)
    }
    let kind = ScriptKind.classify(redeemScript.span)
    let spent = transaction.inputs[input]
    switch kind {
    case .witnessV0KeyHash:
      guard spent.scriptSig == .pushes([redeemScript]) else { return .invalid(.malleatedScriptSig) }
      return checkKeyHash(input, program: redeemScript, value: spentOutput.value)
    case .witnessV0ScriptHash, .witnessV1Taproot, .witnessUnknown:
      return .unsupported(.scriptHash)
    default:
      let verdict = verifyLegacy(input, redeemScript, kind, items.dropLast())
      if case .unsupported = verdict { return .unsupported(.scriptHash) }
      if verdict == .valid, !spent.witness.isEmpty { return .invalid(.unexpectedWitness) }
      return verdict
    }
  }

  private func verifyWitness(_ input: Int, _ spentOutput: TxOut) -> FormVerdict {
    guard transaction.inputs[input].scriptSig.bytes.isEmpty else {
      return .invalid(.malleatedScriptSig)
    }
    return checkKeyHash(
      input, program: spentOutput.scriptPubKey.bytes, value: spentOutput.value)
  }
}

// MARK: - Signatures

extension FormVerifier {
  private func checkKeyHash(_ input: Int, program: [UInt8], value: Satoshi) -> FormVerdict {
    let stack = transaction.inputs[input].witness.stack
    guard stack.count == 2 else { return .invalid(.wrongWitnessSize(found: stack.count)) }
    if let large = stack.first(where: { $0.count > FormVerifier.maxItemSize }) {
      return .invalid(.oversizedItem(count: large.count))
    }
    guard let hash = Hash160(bytes: [UInt8](program[2...])), hash == Hash160(hashing: stack[1])
    else { return .invalid(.hashMismatch) }
    let scriptCode = ScriptPubKey.payToPublicKeyHash(hash).bytes
    return check(stack[0], key: stack[1]) { type in
      transaction.segwitV0Sighash(
        input: input, scriptCode: scriptCode, value: value, type: type, cache: cache)
    }
  }

  private func expect(
    _ needed: Int, _ items: [[UInt8]], _ kind: ScriptKind, _ body: () -> FormVerdict
  ) -> FormVerdict {
    if items.count < needed {
      return .invalid(.missingItems(needed: needed, found: items.count))
    }
    // Consensus runs with more items below than the script takes; only policy minds them.
    return items.count > needed ? .unsupported(kind) : body()
  }

  /// Checks one signature with its type byte (Core: `CheckSignatureEncoding` and
  /// `CheckECDSASignature`, script/interpreter.cpp).
  private func check(
    _ bytes: [UInt8], key: [UInt8], _ digest: (SighashType) -> Hash256
  ) -> FormVerdict {
    guard let typeByte = bytes.last else { return .invalid(.wrongSignature) }
    guard let signature = ECDSASignature(der: [UInt8](bytes.dropLast())) else {
      return .invalid(.malformedSignature)
    }
    guard let key = PublicKey(bytes: key),
      key.verify(signature, digest(SighashType(rawValue: UInt32(typeByte))))
    else { return .invalid(.wrongSignature) }
    return .valid
  }

  /// Both lists from their ends, as OP_CHECKMULTISIG does; each key fits one signature at most.
  private func checkMultisig(
    _ signatures: ArraySlice<[UInt8]>, _ keys: [[UInt8]], _ digest: (SighashType) -> Hash256
  ) -> FormVerdict {
    var signatures = signatures
    var keys = keys[...]
    while let signature = signatures.last {
      guard signatures.count <= keys.count, let key = keys.popLast() else {
        return .invalid(.wrongSignature)
      }
      switch check(signature, key: key, digest) {
      case .valid: signatures.removeLast()
      case .invalid(.wrongSignature): continue
      case let verdict: return verdict
      }
    }
    return .valid
  }
}
