/// One script by which a taproot output can be spent, with the version that says how it is run
/// (BIP-0341).
public struct TapLeaf: Hashable, Sendable {
  /// The version of tapscript (BIP-0342).
  public static let tapscriptVersion: UInt8 = 0xc0

  /// How the script is run: an even number, as its lowest bit is taken up in the control block.
  public let version: UInt8
  /// The bytes of the script.
  public let script: [UInt8]

  /// The leaf of a script; the lowest bit of `version` is not part of it and is dropped.
  public init(script: [UInt8], version: UInt8 = TapLeaf.tapscriptVersion) {
    self.version = version & 0xfe
    self.script = script
  }

  /// What names the leaf: hashes the whole script (BIP-0341: `hash_TapLeaf`).
  ///
  /// ```
  /// version (1) | length (CompactSize) | script
  /// ```
  public var leafHash: Hash256 {
    var writer = ByteWriter(capacity: script.count + 6)
    writer.write(byte: version)
    writer.write(counted: script)
    return TaggedHash.tapLeaf.hash(writer.bytes)
  }
}
