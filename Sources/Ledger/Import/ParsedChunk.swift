import Bitcoin

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
}

/// A run of consecutive blocks of the best chain that are read and parsed as one piece of work.
struct ChunkPlan: Sendable {
  var heights: Range<Int>
  var byteCount: Int

  /// Cuts the chain into pieces of about a mebibyte.
  static func plan(_ chain: [FoundBlock]) -> [ChunkPlan] {
    var plans: [ChunkPlan] = []
    var start = 0
    var bytes = 0
    for (height, block) in chain.enumerated() {
      if bytes > 0, bytes + block.size > 1 << 20 {
        plans.append(ChunkPlan(heights: start..<height, byteCount: bytes))
        start = height
        bytes = 0
      }
      bytes += block.size
    }
    plans.append(ChunkPlan(heights: start..<chain.count, byteCount: bytes))
    return plans
  }
}
