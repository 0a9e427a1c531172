/// Finds out how long a block is by its own bytes, of which no more are fetched than its transactions
/// take.
struct BlockMeasure: ~Copyable {
  /// The block's bytes as far as they were fetched.
  private var bytes: [UInt8]
  private var leaves: [Hash256] = []
  private let hasher = DoubleSHA256()
  /// Where the block lies, and at most as much as it may have.
  private let range: Range<Int>

  private static let firstPiece = 1 << 10

  /// A measure of the block at `position`.
  ///
  /// - Precondition: the file has a header there.
  init(at position: Int, in view: inout BlockFileView) {
    range = position..<min(view.count, position + BlockFile.maxBlockSize)
    bytes = view.copy(range.prefix(BlockMeasure.firstPiece))
  }

  /// How many bytes were looked at.
  var looked: Int { bytes.count }

  /// How many bytes are the block with this merkle root; nil where they are not.
  mutating func find(_ root: Hash256, in view: inout BlockFileView) -> Int? {
    guard let (count, start) = readCount(), count > 0 else { return nil }
    var position = start
    for _ in 0..<count {
      guard let end = addTransaction(at: position, from: &view) else { return nil }
      position = end
    }
    let tree = MerkleTree.root(of: leaves)
    return tree.root == root && !tree.isMutated ? position : nil
  }

  /// The count of transactions, and where the first one begins.
  private func readCount() -> (Int, Int)? {
    var reader = ByteReader(bytes.span)
    guard (try? reader.readBytes(BlockHeader.encodedSize)) != nil,
      let count = try? reader.readCompactSize()
    else { return nil }
    return (count, reader.position)
  }

  /// Hashes a transaction and says where it ends; nil where there is none.
  private mutating func addTransaction(at start: Int, from view: inout BlockFileView) -> Int? {
    while true {
      do throws(DecodingError) {
        let (txid, end) = try readTransaction(at: start)
        leaves.append(txid.hash)
        return end
      } catch {
        guard case .truncated = error, fetchMore(from: &view) else { return nil }
      }
    }
  }

  private borrowing func readTransaction(at start: Int) throws(DecodingError) -> (Txid, Int) {
    var walker = try TransactionWalker(bytes.span, at: start)
    try walker.finish()
    return (walker.computeTxid(using: hasher), walker.position)
  }

  /// Fetches as many bytes again as there are; false where there are no more.
  private mutating func fetchMore(from view: inout BlockFileView) -> Bool {
    let start = range.lowerBound + bytes.count
    let end = min(range.upperBound, start + bytes.count)
    guard start < end, !view.isCutOff else { return false }
    bytes += view.copy(start..<end)
    return true
  }
}

extension Range<Int> {
  /// The first `count` numbers, or all.
  fileprivate func prefix(_ count: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + count)
  }
}
