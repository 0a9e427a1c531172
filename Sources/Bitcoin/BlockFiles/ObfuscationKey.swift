/// The eight bytes that Bitcoin Core XORs its block files with, each by its position in its file
/// (Core: `xor.dat`, node/blockstorage.cpp `InitBlocksdirXorKey`).
public struct ObfuscationKey: Hashable, Sendable {
  /// The key's bytes as a little-endian number.
  let word: UInt64

  /// The key that changes nothing.
  public static let none = ObfuscationKey(word: 0)

  private init(word: UInt64) {
    self.word = word
  }

  /// The key of these bytes: eight, or none for no obfuscation.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 8 || bytes.isEmpty else { return nil }
    word = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The key under which a file's first bytes are the first block of `network` as a record: what a
  /// lost `xor.dat` said. The frame gives the eight bytes, and the header behind it tells whether
  /// they are right. nil where they are not.
  ///
  /// `start` are the file's bytes from its beginning, 88 of them or more.
  public init?(workedOutFrom start: [UInt8], network: Network) {
    guard start.count >= 8 + BlockHeader.encodedSize else { return nil }
    let genesis = Block.genesis(of: network)
    var writer = ByteWriter()
    BlockFile.writeFrame(genesis.encoded().count, network: network, into: &writer)
    let bytes = zip(writer.bytes, start).map { $0 ^ $1 }
    guard let key = ObfuscationKey(bytes) else { return nil }
    var header = Array(start[8..<8 + BlockHeader.encodedSize])
    key.remove(from: &header, count: header.count, at: 8)
    guard Hash256(doubleSHA256: header) == network.genesis.hash else { return nil }
    self = key
  }

  /// Whether the key changes nothing.
  public var isZero: Bool { word == 0 }

  /// The key's eight bytes.
  public var bytes: [UInt8] { (0..<8).map { byte(at: $0) } }

  /// What the byte at `position` of a file is XORed with.
  public func byte(at position: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: word >> (8 * UInt64(position & 7)))
  }

  /// Undoes the obfuscation of the first `count` bytes from `first` on, which lie at `position` of their
  /// file.
  ///
  /// - Precondition: there are so many.
  public func remove(from bytes: inout [UInt8], first: Int = 0, count: Int, at position: Int) {
    if isZero { return }
    precondition(first >= 0 && count >= 0 && count <= bytes.count - first, "no such bytes")
    let shift = 8 * UInt64(position & 7)
    // The key as it stands to the first byte and to every eighth after it.
    let turned = shift == 0 ? word : word >> shift | word << (64 - shift)
    let whole = first + (count & ~7)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      for place in stride(from: first, to: whole, by: 8) {
        // Safe: eight bytes from there on are within what was asked for.
        let found = unsafe buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        unsafe buffer.storeBytes(
          of: found ^ turned.littleEndian, toByteOffset: place, as: UInt64.self)
      }
    }
    for place in whole..<first + count { bytes[place] ^= byte(at: position + place - first) }
  }
}
