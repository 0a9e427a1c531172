/// An output that is spent by one key or by one of the scripts of a tree (P2TR, BIP-0341).
public struct TaprootOutput: Hashable, Sendable {
  /// The key before it was tweaked.
  public let internalKey: XOnlyPublicKey
  /// The scripts; nil where there are none and the key is the only way.
  public let tree: TaprootTree?
  /// The key that the output names: the internal one, tweaked.
  public let outputKey: XOnlyPublicKey
  /// Whether the y of the output key is odd, which control blocks say.
  public let isOdd: Bool

  /// The output of a key and a tree; nil where the tweak gives no key, which no one has ever met.
  public init?(internalKey: XOnlyPublicKey, tree: TaprootTree? = nil) {
    let tweak = internalKey.computeTapTweak(merkleRoot: tree?.merkleRoot)
    guard let (key, isOdd) = internalKey.tweaked(by: tweak) else { return nil }
    self.internalKey = internalKey
    self.tree = tree
    self.outputKey = key
    self.isOdd = isOdd
  }

  /// The hash at the top of the tree; nil where there is no tree.
  public var merkleRoot: Hash256? { tree?.merkleRoot }

  /// The script of the output.
  public var scriptPubKey: ScriptPubKey { .payToTaproot(outputKey) }

  /// What shows in a witness that a leaf is in the tree; nil where it is not.
  public func controlBlock(for leaf: TapLeaf) -> ControlBlock? {
    guard let path = tree?.merklePath(of: leaf) else { return nil }
    return ControlBlock(
      leafVersion: leaf.version, isOdd: isOdd, internalKey: internalKey, merklePath: path)
  }
}

extension ScriptPubKey {
  /// `OP_1 key` with an output key, already tweaked (P2TR, BIP-0341).
  public static func payToTaproot(_ outputKey: XOnlyPublicKey) -> ScriptPubKey {
    ScriptPubKey([Opcode.push1, 32] + outputKey.bytes)
  }
}

extension Witness {
  /// Satisfies P2TR by its key: the signature, then a byte for any sighash type but the default
  /// (BIP-0341).
  public static func satisfyingTaprootKey(
    _ signature: SchnorrSignature, typeByte: UInt8 = 0
  ) -> Witness {
    Witness([signature.bytes + (typeByte == 0 ? [] : [typeByte])])
  }

  /// Satisfies P2TR by one of its scripts: what satisfies the script, the script, and the control
  /// block (BIP-0341).
  public static func satisfyingTaprootScript(
    _ leaf: TapLeaf, _ controlBlock: ControlBlock, with stack: [[UInt8]]
  ) -> Witness {
    Witness(stack + [leaf.script, controlBlock.bytes])
  }
}
