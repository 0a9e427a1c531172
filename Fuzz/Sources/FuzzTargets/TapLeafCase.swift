import Bitcoin

/// A script as the only leaf of a taproot output, computed here by BIP-0341 once more.
struct TapLeafCase {
  let hash: Hash256
  let outputKey: [UInt8]
  let controlBlock: [UInt8]

  /// What stands where there is no taproot output; it costs nothing to make.
  static let none = TapLeafCase([], version: 0xc0)

  /// The leaf of `script`; the lowest bit of `version` is not part of it.
  init(_ script: [UInt8], version: UInt8) {
    let version = version & 0xfe
    var writer = ByteWriter()
    writer.write(byte: version)
    writer.write(counted: script)
    hash = TaggedHash.tapLeaf.hash(writer.bytes)
    let internalKey = FuzzKeys.internalKey.xOnly
    let tweak = TaggedHash.tapTweak.hash(internalKey + hash.bytes)
    let tweaked = XOnlyPublicKey(bytes: internalKey)?.tweaked(by: tweak)
    outputKey = tweaked?.key.bytes ?? []
    controlBlock = [version | (tweaked?.isOdd == true ? 1 : 0)] + internalKey
  }
}
