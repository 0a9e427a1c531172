/// Puts the signatures of one input together to what satisfies the output that it spends.
struct PSBTFinaliser {
  /// The input's place.
  let index: Int
  /// What is known about it.
  let input: PSBTInput

  /// What goes into the transaction.
  struct Final {
    /// The script; nil where there is none.
    var scriptSig: ScriptSig?
    /// The witness; nil where there is none.
    var witness: Witness?
  }

  /// Signatures that fit their keys, under those keys, and how many do not.
  private struct Signatures {
    var right: [[UInt8]: [UInt8]] = [:]
    var wrong = 0
  }

  /// Satisfies `spend`.
  ///
  /// - Throws: `differentSighashType`, `unfinished`, `unknownSpentOutput`.
  func satisfy(
    _ spend: PSBTSpend, _ digests: inout PSBTDigests
  ) throws(PSBTError) -> Final {
    let redeemPush = spend.redeemScript.map { [$0.bytes] } ?? []
    switch spend.kind {
    case .legacy:
      let stack = try stack(for: spend, &digests)
      return Final(scriptSig: .pushes(stack + redeemPush))
    case .segwitV0:
      let script = spend.witnessScript.map { [$0.bytes] } ?? []
      let stack = try stack(for: spend, &digests)
      return Final(
        scriptSig: redeemPush.isEmpty ? nil : .pushes(redeemPush), witness: Witness(stack + script))
    case .taproot(let key):
      return Final(witness: try taprootWitness(key, &digests))
    }
  }

  // MARK: - ECDSA

  /// What the spend's script takes, bottom first.
  private func stack(
    for spend: PSBTSpend, _ digests: inout PSBTDigests
  ) throws(PSBTError) -> [[UInt8]] {
    guard let form = PSBTForm(spend.script) else {
      throw .unfinished(input: index, .knownForm(ScriptKind.classify(spend.script.span)))
    }
    switch form {
    case .publicKey(let key):
      let signatures = try ecdsaSignatures(of: [key], spend, &digests)
      return try choose(1, of: [key], signatures).compactMap(\.self)
    case .publicKeyHash(let hash):
      let records = input.map.records(of: .inputPartialSignature)
      let key = records.first { Hash160(hashing: $0.keyData).bytes == hash }?.keyData ?? []
      let signatures = try ecdsaSignatures(of: [key], spend, &digests)
      return try choose(1, of: [key], signatures).compactMap(\.self) + [key]
    case .multisig(let required, let keys):
      let signatures = try ecdsaSignatures(of: keys, spend, &digests)
      // OP_CHECKMULTISIG takes one item too many, which must be empty (BIP-0147).
      return [[]] + (try choose(required, of: keys, signatures).compactMap(\.self))
    case .leaf:
      throw .unfinished(input: index, .knownForm(.nonstandard))
    }
  }

  private func ecdsaSignatures(
    of keys: [[UInt8]], _ spend: PSBTSpend, _ digests: inout PSBTDigests
  ) throws(PSBTError) -> Signatures {
    var signatures = Signatures()
    for record in input.map.records(of: .inputPartialSignature)
    where keys.contains(record.keyData) {
      let type = SighashType(rawValue: UInt32(record.value.last ?? 0))
      try check(type)
      guard let key = PublicKey(bytes: record.keyData),
        let signature = ECDSASignature(der: [UInt8](record.value.dropLast())),
        let digest = digests.ecdsa(index, spend, type), key.verify(signature, digest)
      else {
        signatures.wrong += 1
        continue
      }
      signatures.right[record.keyData] = record.value
    }
    return signatures
  }

  /// The signatures of the first `count` keys that have one, each at its key's place.
  private func choose(
    _ count: Int, of keys: [[UInt8]], _ signatures: Signatures
  ) throws(PSBTError) -> [[UInt8]?] {
    var left = count
    let chosen = keys.map { key -> [UInt8]? in
      guard left > 0, let signature = signatures.right[key] else { return nil }
      left -= 1
      return signature
    }
    guard left == 0 else {
      throw .unfinished(
        input: index,
        .signatures(needed: count, found: count - left, wrong: signatures.wrong))
    }
    return chosen
  }

  private func check(_ type: SighashType) throws(PSBTError) {
    guard let needed = input.sighashType, needed != type else { return }
    throw .differentSighashType(input: index, needed: needed, found: type)
  }

  // MARK: - Taproot

  /// The witness of the key path, or the shortest of a leaf whose signatures are there.
  private func taprootWitness(
    _ outputKey: XOnlyPublicKey, _ digests: inout PSBTDigests
  ) throws(PSBTError) -> Witness {
    if let signature = input.tapKeySignature {
      try check(signature.type)
      if let digest = try digests.schnorr(index, signature.type),
        outputKey.verify(signature.signature, digest: digest)
      {
        return Witness([signature.bytes])
      }
    }
    let signatures = Dictionary(grouping: input.tapScriptSignatures) { $0.key.leafHash }
    var best: Witness?
    for (block, leaf) in input.tapLeaves {
      guard block.isCommitment(of: outputKey, to: leaf.script) else {
        throw .wrongTapLeaf(input: index)
      }
      guard leaf.version == TapLeaf.tapscriptVersion,
        let stack = try stack(for: leaf, signatures[leaf.leafHash] ?? [], &digests)
      else { continue }
      let witness = Witness.satisfyingTaprootScript(leaf, block, with: stack)
      if best.map({ witness.encoded().count < $0.encoded().count }) ?? true { best = witness }
    }
    guard let best else { throw .unfinished(input: index, .taprootSignatures) }
    return best
  }

  /// What a leaf's script takes, bottom first; nil where its form is not known or a signature lacks.
  private func stack(
    for leaf: TapLeaf, _ given: [(key: PSBTTapScriptKey, value: PSBTTapSignature)],
    _ digests: inout PSBTDigests
  ) throws(PSBTError) -> [[UInt8]]? {
    guard case .leaf(let required, let keys) = PSBTForm(leaf: leaf.script) else { return nil }
    let leafHash = leaf.leafHash
    var signatures = Signatures()
    for (name, signature) in given {
      try check(signature.type)
      guard let digest = try digests.schnorr(index, leafHash: leafHash, signature.type),
        name.key.verify(signature.signature, digest: digest)
      else { continue }
      signatures.right[name.key.bytes] = signature.bytes
    }
    guard let chosen = try? choose(required, of: keys, signatures) else { return nil }
    // The first key of the script takes the top of the stack; a key that does not sign takes nothing.
    return chosen.reversed().map { $0 ?? [] }
  }
}
