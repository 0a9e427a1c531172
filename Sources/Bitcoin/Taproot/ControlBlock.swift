/// What a witness says to show that a script is in the tree of a taproot output (BIP-0341).
///
/// ```
/// leaf version, lowest bit: y of the output key is odd (1) | internal key (32) | hashes (32 each)
/// ```
public struct ControlBlock: Hashable, Sendable {
  /// The bytes before the hashes (Core: `TAPROOT_CONTROL_BASE_SIZE`, script/interpreter.h).
  public static let baseSize = 33

  /// How the leaf's script is run.
  public let leafVersion: UInt8
  /// Whether the y of the output key is odd.
  public let isOdd: Bool
  /// The key that was tweaked.
  public let internalKey: XOnlyPublicKey
  /// The hashes beside the way up from the leaf, from below; 128 at most.
  public let merklePath: [Hash256]

  /// The control block of these parts.
  ///
  /// - Precondition: `merklePath` has 128 hashes at most.
  public init(
    leafVersion: UInt8 = TapLeaf.tapscriptVersion, isOdd: Bool, internalKey: XOnlyPublicKey,
    merklePath: [Hash256]
  ) {
    precondition(
      merklePath.count <= TaprootTree.maxDepth, "a leaf lies below 128 branches at most")
    self.leafVersion = leafVersion & 0xfe
    self.isOdd = isOdd
    self.internalKey = internalKey
    self.merklePath = merklePath
  }

  /// The control block that these bytes are; nil for a wrong length, and where the internal key is
  /// no point.
  public init?(bytes: [UInt8]) {
    guard ControlBlock.hasValidSize(bytes.count),
      let key = XOnlyPublicKey(bytes: [UInt8](bytes[1..<ControlBlock.baseSize]))
    else { return nil }
    var path: [Hash256] = []
    for start in stride(from: ControlBlock.baseSize, to: bytes.count, by: 32) {
      guard let hash = Hash256(bytes: [UInt8](bytes[start..<start + 32])) else { return nil }
      path.append(hash)
    }
    leafVersion = bytes[0] & 0xfe
    isOdd = bytes[0] & 1 == 1
    internalKey = key
    merklePath = path
  }

  /// The bytes as they stand in a witness.
  public var bytes: [UInt8] {
    var writer = ByteWriter(capacity: ControlBlock.baseSize + 32 * merklePath.count)
    writer.write(byte: leafVersion | (isOdd ? 1 : 0))
    writer.write(internalKey.bytes)
    for hash in merklePath { hash.encode(into: &writer) }
    return writer.bytes
  }

  /// Whether a control block can have so many bytes: 33 and 32 for each of up to 128 hashes.
  public static func hasValidSize(_ count: Int) -> Bool {
    (baseSize...baseSize + 32 * TaprootTree.maxDepth).contains(count)
      && (count - baseSize).isMultiple(of: 32)
  }

  /// Hashes the way up from the leaf of `script` to the top of its tree.
  public func computeMerkleRoot(script: [UInt8]) -> Hash256 {
    merklePath.reduce(TapLeaf(script: script, version: leafVersion).leafHash) { node, hash in
      TaprootTree.hashBranch(node, hash)
    }
  }

  /// Whether `outputKey` commits to `script` by this block.
  public func isCommitment(of outputKey: XOnlyPublicKey, to script: [UInt8]) -> Bool {
    let tweak = internalKey.computeTapTweak(merkleRoot: computeMerkleRoot(script: script))
    return outputKey.isTweaked(from: internalKey, by: tweak, isOdd: isOdd)
  }
}
