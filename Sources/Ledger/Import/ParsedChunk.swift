import Bitcoin
import Synchronization

/// Some blocks of the best chain, taken apart into columns; what they refer to is not looked up yet.
struct ParsedChunk: Sendable {
  /// The blocks' bytes, one after the other; scripts are ranges of them.
  var bytes: [UInt8] = []
  /// By block of the chunk: how many transactions stand up to its end.
  var blockTransactionEnd: [Int] = []
  // By transaction of the chunk.
  var txids: [Txid] = []
  var versions: [UInt32] = []
  var lockTimes: [UInt32] = []
  /// Where the transaction begins in its block.
  var offsets: [UInt32] = []
  /// How many inputs stand up to the transaction's end, coinbases' left out.
  var inputEnd: [Int] = []
  var outputEnd: [Int] = []
  /// The sum of the transaction's outputs, in satoshis.
  var outputSum: [Int64] = []
  // By input of the chunk.
  var prevouts: [OutPoint] = []
  var sequences: [UInt32] = []
  // By output of the chunk.
  var values: [Satoshi] = []
  var scriptStart: [UInt32] = []
  var scriptEnd: [UInt32] = []
  var scriptHash: [UInt64] = []
  var scriptKind: [UInt8] = []
  /// Whether the output is outside the UTXO set by its script alone.
  var isUnspendable: [Bool] = []

  /// Takes room for what blocks of so many bytes mostly have, so that columns are seldom moved.
  mutating func reserve(for byteCount: Int) {
    let transactions = byteCount / 200
    let inputs = byteCount / 128
    let outputs = byteCount / 96
    txids.reserveCapacity(transactions)
    versions.reserveCapacity(transactions)
    lockTimes.reserveCapacity(transactions)
    offsets.reserveCapacity(transactions)
    inputEnd.reserveCapacity(transactions)
    outputEnd.reserveCapacity(transactions)
    outputSum.reserveCapacity(transactions)
    prevouts.reserveCapacity(inputs)
    sequences.reserveCapacity(inputs)
    values.reserveCapacity(outputs)
    scriptStart.reserveCapacity(outputs)
    scriptEnd.reserveCapacity(outputs)
    scriptHash.reserveCapacity(outputs)
    scriptKind.reserveCapacity(outputs)
    isUnspendable.reserveCapacity(outputs)
  }

  /// Forgets what is in the columns and keeps their room.
  mutating func removeAll() {
    blockTransactionEnd.removeAll(keepingCapacity: true)
    txids.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    lockTimes.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    inputEnd.removeAll(keepingCapacity: true)
    outputEnd.removeAll(keepingCapacity: true)
    outputSum.removeAll(keepingCapacity: true)
    prevouts.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    scriptStart.removeAll(keepingCapacity: true)
    scriptEnd.removeAll(keepingCapacity: true)
    scriptHash.removeAll(keepingCapacity: true)
    scriptKind.removeAll(keepingCapacity: true)
    isUnspendable.removeAll(keepingCapacity: true)
  }
}

/// Chunks that have been taken, to be filled again: memory that was in use is cheaper than memory that the
/// system has to find and clear.
final class SpareChunks: Sendable {
  private let chunks = Mutex<[ParsedChunk]>([])

  /// An empty chunk, with room where one has been given back.
  func take() -> ParsedChunk { chunks.withLock { $0.popLast() } ?? ParsedChunk() }

  /// Takes back a chunk that nobody looks at any more.
  func give(_ chunk: consuming ParsedChunk) {
    var chunk = chunk
    chunk.removeAll()
    let empty = chunk
    chunks.withLock { $0.append(empty) }
  }
}
