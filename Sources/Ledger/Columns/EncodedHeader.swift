import Bitcoin

/// The 80 bytes of a block header as they are stored.
@safe
struct EncodedHeader: BitwiseCopyable, Sendable {
  // Ten words and no array: a value of the column is exactly 80 bytes.
  private var words:
    (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  init(_ header: BlockHeader) {
    let root = header.merkleRoot
    let before = header.previousBlock.hash
    words.0 = UInt64(header.version) | before.word0 << 32
    words.1 = before.word0 >> 32 | before.word1 << 32
    words.2 = before.word1 >> 32 | before.word2 << 32
    words.3 = before.word2 >> 32 | before.word3 << 32
    words.4 = before.word3 >> 32 | root.word0 << 32
    words.5 = root.word0 >> 32 | root.word1 << 32
    words.6 = root.word1 >> 32 | root.word2 << 32
    words.7 = root.word2 >> 32 | root.word3 << 32
    words.8 = root.word3 >> 32 | UInt64(header.time) << 32
    words.9 = UInt64(header.bits) | UInt64(header.nonce) << 32
  }

  /// The header that these bytes are.
  var header: BlockHeader {
    BlockHeader(
      version: UInt32(truncatingIfNeeded: words.0),
      previousBlock: BlockHash(
        Hash256(
          words.0 >> 32 | words.1 << 32, words.1 >> 32 | words.2 << 32,
          words.2 >> 32 | words.3 << 32, words.3 >> 32 | words.4 << 32)),
      merkleRoot: Hash256(
        words.4 >> 32 | words.5 << 32, words.5 >> 32 | words.6 << 32,
        words.6 >> 32 | words.7 << 32, words.7 >> 32 | words.8 << 32),
      time: UInt32(truncatingIfNeeded: words.8 >> 32),
      bits: UInt32(truncatingIfNeeded: words.9),
      nonce: UInt32(truncatingIfNeeded: words.9 >> 32))
  }
}
