/// How an input is spent: which script must be satisfied, by which kind of signature.
struct PSBTSpend {
  /// The kinds of signatures.
  enum Kind {
    /// ECDSA over the digest from before segwit.
    case legacy
    /// ECDSA over the digest of BIP-0143.
    case segwitV0
    /// Schnorr over the digest of BIP-0341, for this output key.
    case taproot(XOnlyPublicKey)
  }

  /// The kind of signature.
  let kind: Kind
  /// The script that signatures satisfy and commit to: the scriptPubKey, the redeem script or the
  /// witness script; for a witness of a key hash the P2PKH script of that hash.
  let script: [UInt8]
  /// The redeem script that the scriptSig must push.
  let redeemScript: RedeemScript?
  /// The witness script that must end the witness.
  let witnessScript: WitnessScript?

  /// How `input`, at place `index`, spends `output`, after the checks that BIP-0174 asks of a signer.
  ///
  /// `isWholeKnown`: whether the whole previous transaction is at hand.
  ///
  /// - Throws: `wrongRedeemScript`, `wrongWitnessScript`, `witnessUTXOForLegacySpend`, `unfinished`
  ///   where a script is missing or its form unknown.
  init(
    _ input: PSBTInput, at index: Int, spending output: TxOut, isWholeKnown: Bool
  ) throws(PSBTError) {
    var script = output.scriptPubKey.bytes
    redeemScript = try PSBTSpend.redeemScript(of: input, at: index, output.scriptPubKey)
    if let redeemScript { script = redeemScript.bytes }
    let kind = ScriptKind.classify(script.span)
    if kind == .witnessV0ScriptHash {
      guard let inner = input.witnessScript else {
        throw .unfinished(input: index, .witnessScript)
      }
      guard ScriptPubKey.payToWitnessScriptHash(of: inner).bytes == script else {
        throw .wrongWitnessScript(input: index)
      }
      (self.kind, self.script, witnessScript) = (.segwitV0, inner.bytes, inner)
      return
    }
    guard input.witnessScript == nil else { throw .wrongWitnessScript(input: index) }
    witnessScript = nil
    switch kind {
    case .witnessV0KeyHash:
      guard let hash = Hash160(bytes: [UInt8](script[2...])) else {
        throw .unfinished(input: index, .knownForm(kind))
      }
      (self.kind, self.script) = (.segwitV0, ScriptPubKey.payToPublicKeyHash(hash).bytes)
    case .witnessV1Taproot where redeemScript == nil:
      guard let key = XOnlyPublicKey(bytes: [UInt8](script[2...])) else {
        throw .unfinished(input: index, .knownForm(kind))
      }
      (self.kind, self.script) = (.taproot(key), script)
    case .witnessV1Taproot, .witnessUnknown, .scriptHash, .nullData:
      throw .unfinished(input: index, .knownForm(kind))
    default:
      // The amount is not signed, so only the whole transaction proves it.
      guard isWholeKnown else { throw .witnessUTXOForLegacySpend(input: index) }
      (self.kind, self.script) = (.legacy, script)
    }
  }

  private static func redeemScript(
    of input: PSBTInput, at index: Int, _ scriptPubKey: ScriptPubKey
  ) throws(PSBTError) -> RedeemScript? {
    guard scriptPubKey.classify() == .scriptHash else {
      guard input.redeemScript == nil else { throw .wrongRedeemScript(input: index) }
      return nil
    }
    guard let script = input.redeemScript else {
      throw .unfinished(input: index, .redeemScript)
    }
    guard ScriptPubKey.payToScriptHash(of: script) == scriptPubKey else {
      throw .wrongRedeemScript(input: index)
    }
    return script
  }

  /// The byte strings that may name a key that signs: what the script pushes; for taproot the output
  /// key, the internal key, and what the leaves' scripts push.
  func names(in input: PSBTInput) -> Set<[UInt8]> {
    guard case .taproot(let outputKey) = kind else { return Set(PSBTSpend.pushes(in: script)) }
    var names: Set<[UInt8]> = [outputKey.bytes]
    if let internalKey = input.tapInternalKey { names.insert(internalKey.bytes) }
    for (_, leaf) in input.tapLeaves { names.formUnion(PSBTSpend.pushes(in: leaf.script)) }
    return names
  }

  private static func pushes(in script: [UInt8]) -> [[UInt8]] {
    var pushes: [[UInt8]] = []
    var reader = ScriptReader(script.span)
    while let instruction = reader.next() {
      if !instruction.operand.isEmpty { pushes.append([UInt8](script[instruction.operand])) }
    }
    return pushes
  }
}
