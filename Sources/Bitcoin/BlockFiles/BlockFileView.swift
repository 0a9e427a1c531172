/// A block file's bytes, with the obfuscation undone as they are looked at.
struct BlockFileView: ~Escapable {
  let bytes: Span<UInt8>
  let key: ObfuscationKey
  let magic: [UInt8]

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, key: ObfuscationKey, magic: [UInt8]) {
    self.bytes = bytes
    self.key = key
    self.magic = magic
  }

  /// What begins at a place, by its frame alone.
  enum Frame {
    case none
    /// The file ends within the frame.
    case cut
    /// A magic, and the length that is given behind it.
    case whole(claimed: Int)
  }

  var count: Int { bytes.count }

  func byte(at position: Int) -> UInt8 {
    bytes[position] ^ key.byte(at: position)
  }

  /// What begins at `position`.
  func frame(at position: Int) -> Frame {
    let left = count - position
    for index in 0..<min(4, left) where byte(at: position + index) != magic[index] {
      return .none
    }
    guard left >= 8 else { return .cut }
    var size = 0
    for index in 0..<4 { size |= Int(byte(at: position + 4 + index)) << (8 * index) }
    return .whole(claimed: size)
  }

  /// `count` bytes from `position` on, as they were before the obfuscation.
  func copy(_ count: Int, at position: Int) -> [UInt8] {
    var plain = [UInt8](bytes.extracting(position..<position + count))
    key.remove(from: &plain, count: count, at: position)
    return plain
  }

  /// The header at `position`; nil where there are fewer than 80 bytes.
  func header(at position: Int) -> BlockHeader? {
    guard count - position >= BlockHeader.encodedSize else { return nil }
    if key.isZero {
      var reader = ByteReader(bytes.extracting(position..<position + BlockHeader.encodedSize))
      return try? BlockHeader(from: &reader)
    }
    let plain = copy(BlockHeader.encodedSize, at: position)
    var reader = ByteReader(plain.span)
    return try? BlockHeader(from: &reader)
  }

  /// Whether a magic begins at `end`, or nothing does any more: what follows a record whose length is
  /// right.
  func mayFollow(at end: Int) -> Bool {
    if count - end >= 4, (0..<4).allSatisfy({ byte(at: end + $0) == magic[$0] }) { return true }
    return isZeroTail(from: end)
  }

  /// How many bytes from `position` on are the block of `header`, by what stands in them; nil where
  /// they are not.
  func measureBlock(at position: Int, header: BlockHeader) -> Int? {
    let plain = copy(min(count - position, BlockFile.maxBlockSize), at: position)
    var reader = ByteReader(plain.span)
    guard let block = try? Block(from: &reader), !block.transactions.isEmpty else { return nil }
    let (root, isMutated) = block.computeMerkleTree()
    return root == header.merkleRoot && !isMutated ? reader.position : nil
  }

  /// Whether the byte is zero as it lies on disk: what a node allocates ahead is not obfuscated.
  func isZero(at position: Int) -> Bool { bytes[position] == 0 }

  func isZeroTail(from position: Int) -> Bool {
    for index in position..<count where bytes[index] != 0 { return false }
    return true
  }
}
