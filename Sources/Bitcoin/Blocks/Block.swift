/// A header and the transactions that it commits to (Core: `CBlock`).
///
/// ```
/// header (80) | transaction count (CompactSize) | transactions
/// ```
public struct Block: Hashable, Sendable {
  /// The 80 bytes that are hashed.
  public var header: BlockHeader
  /// The transactions in order, the coinbase first.
  public var transactions: [Transaction]

  /// A block of these parts, which nobody has checked against each other.
  public init(header: BlockHeader, transactions: [Transaction]) {
    self.header = header
    self.transactions = transactions
  }

  /// The block that these bytes are, all of them.
  ///
  /// - Throws: `DecodingError` for whatever Bitcoin Core refuses, and `trailingBytes`.
  public init(decoding bytes: [UInt8]) throws(DecodingError) {
    var reader = ByteReader(bytes.span)
    try self.init(from: &reader)
    try reader.finish()
  }

  /// Reads a block.
  ///
  /// - Throws: `DecodingError` for whatever Bitcoin Core refuses.
  public init(from reader: inout ByteReader) throws(DecodingError) {
    header = try BlockHeader(from: &reader)
    let count = try reader.readCompactSize()
    transactions = []
    // A transaction takes 10 bytes at least.
    transactions.reserveCapacity(min(count, reader.remaining / 10))
    for _ in 0..<count { transactions.append(try Transaction(from: &reader)) }
  }

  /// The block's bytes.
  public func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 1_000 + transactions.count * 260)
    encode(into: &writer)
    return writer.bytes
  }

  /// Writes the block.
  public func encode(into writer: inout ByteWriter) {
    header.encode(into: &writer)
    writer.write(compactSize: transactions.count)
    for transaction in transactions { transaction.encode(into: &writer) }
  }
}
