/// Makes the signatures of one input.
struct PSBTSigner {
  /// The sighash types that may be signed with.
  let accepted: Set<SighashType>
  /// Whether nonces are tried until R takes 32 bytes.
  let grindLowR: Bool

  /// Adds the ECDSA signatures of the keys that the spend's script names.
  ///
  /// - Returns: the sighash type of each signature that was added.
  func signECDSA(
    _ input: inout PSBTInput, at index: Int, _ spend: PSBTSpend, _ ring: PSBTKeyRing,
    _ digests: inout PSBTDigests
  ) throws(PSBTError) -> [SighashType] {
    var keys = ring.keys(namedBy: spend.script)
    // In a witness only compressed keys are standard (Core: `SCRIPT_VERIFY_WITNESS_PUBKEYTYPE`).
    if case .segwitV0 = spend.kind { keys.removeAll { !$0.publicKey.isCompressed } }
    let present = input.partialSignatures
    keys.removeAll { present[$0.publicKey] != nil }
    if keys.isEmpty { return [] }
    let type = input.sighashType ?? .all
    guard accepted.contains(type), let digest = digests.ecdsa(index, spend, type) else {
      throw .unacceptableSighashType(input: index, type)
    }
    for (key, secret) in keys {
      let signature = secret.sign(digest, grindLowR: grindLowR)
      input.setPartialSignature(signature, type: type, key: key)
    }
    return keys.map { _ in type }
  }

  /// Adds the Schnorr signatures of the key path and of the keys that the leaves name.
  ///
  /// - Returns: the sighash type of each signature that was added.
  func signTaproot(
    _ input: inout PSBTInput, at index: Int, _ outputKey: XOnlyPublicKey, _ ring: PSBTKeyRing,
    _ digests: inout PSBTDigests
  ) throws(PSBTError) -> [SighashType] {
    let type = input.sighashType ?? .taprootDefault
    var added: [SighashType] = []
    if input.tapKeySignature == nil, let secret = keyPathKey(input, outputKey, ring) {
      let digest = try digest(&digests, index, nil, type)
      input.tapKeySignature = PSBTTapSignature(secret.signSchnorr(digest), type: type)
      added.append(type)
    }
    let present = input.tapScriptSignatures
    for (block, leaf) in input.tapLeaves {
      guard block.isCommitment(of: outputKey, to: leaf.script) else {
        throw .wrongTapLeaf(input: index)
      }
      guard leaf.version == TapLeaf.tapscriptVersion else { continue }
      let leafHash = leaf.leafHash
      for (key, secret) in ring.xOnlyKeys(namedBy: leaf.script) {
        let name = PSBTTapScriptKey(key, leafHash: leafHash)
        guard present[name] == nil else { continue }
        let digest = try digest(&digests, index, leafHash, type)
        input.setTapScriptSignature(
          PSBTTapSignature(secret.signSchnorr(digest), type: type), name)
        added.append(type)
      }
    }
    return added
  }

  private func digest(
    _ digests: inout PSBTDigests, _ index: Int, _ leafHash: Hash256?, _ type: SighashType
  ) throws(PSBTError) -> Hash256 {
    guard accepted.contains(type),
      let digest = try digests.schnorr(index, leafHash: leafHash, type)
    else { throw .unacceptableSighashType(input: index, type) }
    return digest
  }

  /// The secret key of an output key: the internal key's, tweaked, or the output key's own. Where no
  /// entry names the internal key, each key of the ring is tried, without scripts.
  private func keyPathKey(
    _ input: PSBTInput, _ outputKey: XOnlyPublicKey, _ ring: PSBTKeyRing
  ) -> SecretKey? {
    if let secret = ring.secretKey(for: outputKey) { return secret }
    let candidates = input.tapInternalKey.map { [ring.secretKey(for: $0)].compactMap(\.self) }
    return (candidates ?? ring.allKeys).lazy
      .compactMap { $0.tweakedForTaproot(merkleRoot: input.tapMerkleRoot) }
      .first { $0.xOnlyPublicKey == outputKey }
  }
}
