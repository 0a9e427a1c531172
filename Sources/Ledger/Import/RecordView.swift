import Bitcoin

/// A block file's bytes with the obfuscation undone as they are looked at.
struct RecordView: ~Escapable {
  let bytes: Span<UInt8>
  let key: ObfuscationKey
  let magic: [UInt8]

  @_lifetime(copy bytes)
  init(bytes: Span<UInt8>, key: ObfuscationKey, magic: [UInt8]) {
    self.bytes = bytes
    self.key = key
    self.magic = magic
  }

  enum Record {
    case none
    /// A record whose bytes are not all there; `needed` counts them with magic and size.
    case cut(needed: Int)
    case whole(size: Int)
  }

  var count: Int { bytes.count }

  func byte(at position: Int) -> UInt8 {
    bytes[position] ^ key.byte(at: position)
  }

  /// What begins at `position`.
  func record(at position: Int) -> Record {
    let left = count - position
    for index in 0..<min(4, left) where byte(at: position + index) != magic[index] {
      return .none
    }
    guard left >= 8 else { return .cut(needed: 8) }
    var size = 0
    for index in 0..<4 { size |= Int(byte(at: position + 4 + index)) << (8 * index) }
    guard (BlockFile.minBlockSize...BlockFile.maxBlockSize).contains(size) else { return .none }
    return left >= 8 + size ? .whole(size: size) : .cut(needed: 8 + size)
  }

  /// The header at `position`; nil where there are fewer than 80 bytes.
  func header(at position: Int) -> BlockHeader? {
    guard count - position >= BlockHeader.encodedSize else { return nil }
    if key.isZero {
      var reader = ByteReader(
        bytes.extracting(position..<position + BlockHeader.encodedSize))
      return try? BlockHeader(from: &reader)
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(BlockHeader.encodedSize)
    for index in position..<position + BlockHeader.encodedSize { plain.append(byte(at: index)) }
    var reader = ByteReader(plain.span)
    return try? BlockHeader(from: &reader)
  }

  /// The hash of the header at `position`.
  func hash(
    of header: BlockHeader, at position: Int, using hasher: borrowing DoubleSHA256
  ) -> BlockHash {
    guard key.isZero else { return header.computeHash() }
    return BlockHash(
      hasher.hash(bytes.extracting(position..<position + BlockHeader.encodedSize)))
  }

  /// Whether a whole record with a header that meets its target begins at `position` or later.
  func hasRecord(after position: Int) -> Bool {
    nextRecord(after: position) < count
  }

  /// Where the next whole record with a header that meets its target begins; the end if none does.
  func nextRecord(after position: Int) -> Int {
    for candidate in min(position, count)..<count {
      if case .whole = record(at: candidate), header(at: candidate + 8)?.meetsTarget() == true {
        return candidate
      }
    }
    return count
  }

  /// Whether the byte is zero as it lies on disk: what a node allocates ahead is not obfuscated.
  func isZero(at position: Int) -> Bool { bytes[position] == 0 }

  func isZeroTail(from position: Int) -> Bool {
    for index in position..<count where bytes[index] != 0 { return false }
    return true
  }
}
