// The entries of BIP-0371.

extension PSBTInput {
  /// The signature of a key path spend.
  public var tapKeySignature: PSBTTapSignature? {
    get { map[.inputTapKeySignature].flatMap(PSBTTapSignature.init(bytes:)) }
    set { map[.inputTapKeySignature] = newValue?.bytes }
  }

  /// The key before it was tweaked.
  public var tapInternalKey: XOnlyPublicKey? {
    get { map[.inputTapInternalKey].flatMap(XOnlyPublicKey.init(bytes:)) }
    set { map[.inputTapInternalKey] = newValue?.bytes }
  }

  /// The root of the tree of scripts; nil where there is none.
  public var tapMerkleRoot: Hash256? {
    get { map[.inputTapMerkleRoot].flatMap(Hash256.init(bytes:)) }
    set { map[.inputTapMerkleRoot] = newValue?.bytes }
  }

  /// The signatures of script path spends, under their keys and leaves.
  public var tapScriptSignatures: [PSBTTapScriptKey: PSBTTapSignature] {
    var signatures: [PSBTTapScriptKey: PSBTTapSignature] = [:]
    for record in map.records(of: .inputTapScriptSignature) {
      guard let key = PSBTTapScriptKey(bytes: record.keyData) else { continue }
      signatures[key] = PSBTTapSignature(bytes: record.value)
    }
    return signatures
  }

  /// Takes in a signature of a script path spend, in place of an earlier one of the same key and leaf.
  public mutating func setTapScriptSignature(
    _ signature: PSBTTapSignature, _ key: PSBTTapScriptKey
  ) {
    map[.inputTapScriptSignature, key.bytes] = signature.bytes
  }

  /// The scripts that may be spent by, each with the control block that shows it in the tree, in the
  /// order of the entries.
  public var tapLeaves: [(controlBlock: ControlBlock, leaf: TapLeaf)] {
    map.records(of: .inputTapLeafScript).compactMap { record in
      guard let block = ControlBlock(bytes: record.keyData), let version = record.value.last,
        version & 0xfe == block.leafVersion
      else { return nil }
      return (block, TapLeaf(script: [UInt8](record.value.dropLast()), version: version))
    }
  }

  /// Takes in a script that may be spent by.
  public mutating func setTapLeaf(_ leaf: TapLeaf, _ controlBlock: ControlBlock) {
    map[.inputTapLeafScript, controlBlock.bytes] = leaf.script + [leaf.version]
  }
}

// MARK: - Origins

extension PSBTInput {
  /// Whence the keys come that must sign.
  public var derivations: [PublicKey: KeyOrigin] {
    map.derivations(.inputDerivation)
  }

  /// Takes in whence a key comes.
  public mutating func setDerivation(_ origin: KeyOrigin, key: PublicKey) {
    map[.inputDerivation, key.bytes] = origin.psbtBytes
  }

  /// Whence the x-only keys come that must sign.
  public var tapDerivations: [XOnlyPublicKey: PSBTTapDerivation] {
    map.tapDerivations(.inputTapDerivation)
  }

  /// Takes in whence an x-only key comes.
  public mutating func setTapDerivation(_ derivation: PSBTTapDerivation, key: XOnlyPublicKey) {
    map[.inputTapDerivation, key.bytes] = derivation.bytes
  }
}

extension PSBTMap {
  /// The origins under keys of a type of entry.
  func derivations(_ field: PSBTField) -> [PublicKey: KeyOrigin] {
    var origins: [PublicKey: KeyOrigin] = [:]
    for record in records(of: field) {
      guard let key = PublicKey(bytes: record.keyData) else { continue }
      origins[key] = KeyOrigin(psbt: record.value)
    }
    return origins
  }

  /// The origins under x-only keys of a type of entry.
  func tapDerivations(_ field: PSBTField) -> [XOnlyPublicKey: PSBTTapDerivation] {
    var origins: [XOnlyPublicKey: PSBTTapDerivation] = [:]
    for record in records(of: field) {
      guard let key = XOnlyPublicKey(bytes: record.keyData) else { continue }
      origins[key] = PSBTTapDerivation(record.value)
    }
    return origins
  }
}
