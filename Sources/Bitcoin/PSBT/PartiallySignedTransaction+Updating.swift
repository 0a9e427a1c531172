extension PartiallySignedTransaction {
  /// Adds what a descriptor's scripts say about the output that an input spends: redeem script,
  /// witness script, internal key, leaves, and whence the keys come (BIP-0174, updater).
  ///
  /// - Precondition: `input` is the place of an input.
  public mutating func update(input index: Int, with scripts: DerivedScripts) {
    precondition(inputs.indices.contains(index), "no input at place \(index)")
    inputs[index].redeemScript = scripts.redeemScript
    inputs[index].witnessScript = scripts.witnessScript
    if let taproot = scripts.taproot {
      inputs[index].tapInternalKey = taproot.internalKey
      inputs[index].tapMerkleRoot = taproot.merkleRoot
      for entry in taproot.tree?.entries ?? [] {
        guard let block = taproot.controlBlock(for: entry.leaf) else { continue }
        inputs[index].setTapLeaf(entry.leaf, block)
      }
    }
    for (key, derivation) in scripts.tapDerivations {
      inputs[index].setTapDerivation(derivation, key: key)
    }
    for (key, origin) in scripts.derivations {
      inputs[index].setDerivation(origin, key: key)
    }
  }

  /// Adds what a descriptor's scripts say about an output, so that its owner knows it again.
  ///
  /// - Precondition: `output` is the place of an output.
  public mutating func update(output index: Int, with scripts: DerivedScripts) {
    precondition(outputs.indices.contains(index), "no output at place \(index)")
    outputs[index].redeemScript = scripts.redeemScript
    outputs[index].witnessScript = scripts.witnessScript
    if let taproot = scripts.taproot {
      outputs[index].tapInternalKey = taproot.internalKey
      outputs[index].tapTree = taproot.tree
    }
    for (key, derivation) in scripts.tapDerivations {
      outputs[index].setTapDerivation(derivation, key: key)
    }
    for (key, origin) in scripts.derivations {
      outputs[index].setDerivation(origin, key: key)
    }
  }
}

extension DerivedScripts {
  private var isTaproot: Bool { scriptPubKey.classify() == .witnessV1Taproot }

  /// Whence the keys of a script before taproot come.
  fileprivate var derivations: [(PublicKey, KeyOrigin)] {
    isTaproot ? [] : keys.map { ($0.publicKey, $0.origin) }
  }

  /// Whence the x-only keys of a taproot output come, each with all leaves in which it stands.
  fileprivate var tapDerivations: [XOnlyPublicKey: PSBTTapDerivation] {
    guard isTaproot else { return [:] }
    var derivations: [XOnlyPublicKey: PSBTTapDerivation] = [:]
    for key in keys {
      let known = derivations[key.xOnly]?.leafHashes ?? []
      derivations[key.xOnly] = PSBTTapDerivation(
        leafHashes: known + key.leafHashes.filter { !known.contains($0) }, origin: key.origin)
    }
    return derivations
  }
}
