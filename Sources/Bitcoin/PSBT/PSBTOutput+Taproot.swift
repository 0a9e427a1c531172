// Origins, and the entries of BIP-0371.

extension PSBTOutput {
  /// Whence the keys come that can spend the output: by them a signer knows its own change.
  public var derivations: [PublicKey: KeyOrigin] {
    map.derivations(.outputDerivation)
  }

  /// Takes in whence a key comes.
  public mutating func setDerivation(_ origin: KeyOrigin, key: PublicKey) {
    map[.outputDerivation, key.bytes] = origin.psbtBytes
  }

  /// Whence the x-only keys come that can spend the output.
  public var tapDerivations: [XOnlyPublicKey: PSBTTapDerivation] {
    map.tapDerivations(.outputTapDerivation)
  }

  /// Takes in whence an x-only key comes.
  public mutating func setTapDerivation(_ derivation: PSBTTapDerivation, key: XOnlyPublicKey) {
    map[.outputTapDerivation, key.bytes] = derivation.bytes
  }

  /// The key before it was tweaked.
  public var tapInternalKey: XOnlyPublicKey? {
    get { map[.outputTapInternalKey].flatMap(XOnlyPublicKey.init(bytes:)) }
    set { map[.outputTapInternalKey] = newValue?.bytes }
  }

  /// The tree of scripts, its leaves with their depths from left to right.
  ///
  /// ```
  /// depth (1) | leaf version (1) | script, counted …
  /// ```
  public var tapTree: TaprootTree? {
    get { map[.outputTapTree].flatMap(PSBTOutput.tree) }
    set {
      guard let newValue else { return map[.outputTapTree] = nil }
      var writer = ByteWriter()
      for entry in newValue.entries {
        writer.write(byte: UInt8(entry.depth))
        writer.write(byte: entry.leaf.version)
        writer.write(counted: entry.leaf.script)
      }
      map[.outputTapTree] = writer.bytes
    }
  }

  private static func tree(_ value: [UInt8]) -> TaprootTree? {
    var reader = ByteReader(value.span)
    var entries: [TaprootTree.Entry] = []
    while !reader.isAtEnd {
      guard let depth = try? reader.readUInt8(), let version = try? reader.readUInt8(),
        let size = try? reader.readCompactSize(), let script = try? reader.readArray(size)
      else { return nil }
      let leaf = TapLeaf(script: script, version: version)
      entries.append(TaprootTree.Entry(depth: Int(depth), leaf: leaf))
    }
    return TaprootTree(entries)
  }
}
