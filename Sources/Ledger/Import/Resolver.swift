import Bitcoin

/// Takes parsed blocks in order of height, finds what each input spends, and numbers the rows.
///
/// It holds what is looked up at random; the rest goes to the columns as it comes (`ColumnSink`).
struct Resolver {
  private(set) var txids: [Txid] = []
  var firstOutput: [UInt64] = [0]
  var firstInput: [UInt64] = [0]
  var values: [Satoshi] = []
  /// By output: the input that spends it, or a `SpendState`.
  var spenders: [UInt64] = []
  var scripts = ScriptPool()
  private(set) var table = SlotTable()
  /// Transactions whose unspent outputs a later coinbase of the same txid overwrote, ascending.
  var overwritten: [UInt32] = []
  var blockFirstTransaction: [UInt32] = [0]
  private let network: Network
  var inputCount = 0
  /// Whether some txid came twice.
  private var hasRepeats = false
  /// What was read in advance, kept so that the reading is not optimised away.
  private var warmth: UInt64 = 0

  init(_ network: Network) {
    self.network = network
  }

  /// Adds a chunk's blocks, of which the first is at `height`, and gives the columns of its rows.
  ///
  /// - Throws: `refused` with the first block that cannot be; what has been added is then of no use.
  mutating func add(
    _ chunk: borrowing ParsedChunk, height: Int
  ) throws(ImportStop) -> ResolvedRows {
    warmth ^= touchSlots(chunk)
    var rows = ResolvedRows()
    rows.prevouts.reserveCapacity(chunk.prevouts.count)
    rows.scripts.reserveCapacity(chunk.values.count)
    var transaction = 0
    for block in chunk.blockTransactionEnd.indices {
      let end = chunk.blockTransactionEnd[block]
      do throws(BlockFlaw) {
        try addBlock(chunk, transaction..<end, height: height + block, &rows)
      } catch {
        throw .refused(height: height + block, error)
      }
      transaction = end
    }
    return rows
  }

  /// Makes what is outside the UTXO set unspent, as it is stored.
  mutating func settleSpenders() {
    for output in spenders.indices where spenders[output] == SpendState.outside {
      spenders[output] = SpendState.unspent
    }
  }

  /// Touches the slots that the chunk's txids will need, so that the machine fetches many at once.
  private func touchSlots(_ chunk: borrowing ParsedChunk) -> UInt64 {
    let slots = table.slots.span
    let mask = slots.count - 1
    var seen: UInt64 = 0
    for index in chunk.prevouts.indices {
      seen ^= slots[Int(truncatingIfNeeded: chunk.prevouts[index].txid.hash.word0) & mask]
    }
    for index in chunk.txids.indices {
      seen ^= slots[Int(truncatingIfNeeded: chunk.txids[index].hash.word0) & mask]
    }
    return seen
  }

  private mutating func addBlock(
    _ chunk: borrowing ParsedChunk, _ transactions: Range<Int>, height: Int,
    _ rows: inout ResolvedRows
  ) throws(BlockFlaw) {
    // The fees cannot pass what was ever mined, so their sum fits.
    var fees: Int64 = 0
    for index in transactions {
      let isCoinbase = index == transactions.lowerBound
      if !isCoinbase { fees += try spend(chunk, index, &rows) }
      try addTransaction(chunk, index, isCoinbase: isCoinbase)
      addOutputs(chunk, index, isGenesis: height == 0, &rows)
    }
    let taken = chunk.outputSum[transactions.lowerBound]
    let allowed = network.subsidy(at: height).rawValue + fees
    guard taken <= allowed else {
      throw .coinbaseValue(
        chunk.txids[transactions.lowerBound], taken: Satoshi(taken), allowed: Satoshi(allowed),
        halvingInterval: network.subsidyHalvingInterval)
    }
    blockFirstTransaction.append(UInt32(txids.count))
  }

  /// Spends what a transaction's inputs refer to and gives its fee.
  private mutating func spend(
    _ chunk: borrowing ParsedChunk, _ index: Int, _ rows: inout ResolvedRows
  ) throws(BlockFlaw) -> Int64 {
    var sum = Satoshi.zero
    let start = index == 0 ? 0 : chunk.inputEnd[index - 1]
    for input in start..<chunk.inputEnd[index] {
      let prevout = chunk.prevouts[input]
      guard let row = find(prevout.txid),
        UInt64(prevout.vout) < firstOutput[row + 1] - firstOutput[row]
      else { throw .missingPrevout(prevout, by: chunk.txids[index]) }
      let output = Int(firstOutput[row]) + Int(prevout.vout)
      switch spenders[output] {
      case SpendState.unspent: break
      case SpendState.outside: throw .missingPrevout(prevout, by: chunk.txids[index])
      case let first: throw spentTwice(prevout, by: chunk.txids[index], first: first)
      }
      spenders[output] = UInt64(inputCount)
      guard let total = sum.addingInMoneyRange(values[output]) else {
        throw .valueRange(prevout, values[output])
      }
      sum = total
      inputCount += 1
      rows.prevouts.append(OutputIndex(output))
    }
    let paid = chunk.outputSum[index]
    guard paid <= sum.rawValue else {
      throw .outputsExceedInputs(chunk.txids[index], inputs: sum, outputs: Satoshi(paid))
    }
    return sum.rawValue - paid
  }

  private func spentTwice(_ prevout: OutPoint, by txid: Txid, first input: UInt64) -> BlockFlaw {
    // The transaction that is being added has inputs but no row yet.
    guard input < firstInput[firstInput.count - 1] else {
      return .spentPrevout(prevout, by: txid, first: txid)
    }
    var low = 0
    var high = firstInput.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstInput[middle] <= input { low = middle } else { high = middle }
    }
    return .spentPrevout(prevout, by: txid, first: txids[low])
  }

  private mutating func addTransaction(
    _ chunk: borrowing ParsedChunk, _ index: Int, isCoinbase: Bool
  ) throws(BlockFlaw) {
    let txid = chunk.txids[index]
    let earlier = find(txid)
    if let earlier { try overwrite(earlier, txid, isCoinbase: isCoinbase) }
    enter(txid, inPlaceOf: earlier)
    firstInput.append(UInt64(inputCount))
  }

  /// Gives a txid the next row; `earlier` is the row that had it before.
  mutating func enter(_ txid: Txid, inPlaceOf earlier: Int?) {
    let row = txids.count
    txids.append(txid)
    if let earlier {
      hasRepeats = true
      table.replace(txid.hash.word0, row: earlier, by: row)
    } else if table.isFull {
      growTable()
    } else {
      table.insert(txid.hash.word0, row: row)
    }
  }

  /// Makes way for a transaction with the txid of an earlier one: that is allowed once all of the
  /// earlier outputs are spent, and to coinbases always (BIP-0030; Core: `AddCoins`, coins.cpp).
  ///
  /// Whether the chain may have such a coinbase at all is for validation to say: on mainnet it has
  /// two, at heights 91,842 and 91,880 (Core: `IsBIP30Repeat`, validation.cpp).
  private mutating func overwrite(
    _ earlier: Int, _ txid: Txid, isCoinbase: Bool
  ) throws(BlockFlaw) {
    var hasUnspent = false
    for output in Int(firstOutput[earlier])..<Int(firstOutput[earlier + 1])
    where spenders[output] == SpendState.unspent {
      hasUnspent = true
      spenders[output] = SpendState.outside
    }
    guard hasUnspent else { return }
    let earlierIsCoinbase = firstInput[earlier] == firstInput[earlier + 1]
    guard isCoinbase, earlierIsCoinbase else { throw .repeatedTxid(txid) }
    let place = SortedRows.firstIndex(notBelow: UInt32(earlier), in: overwritten.span)
    overwritten.insert(UInt32(earlier), at: place)
  }

  private mutating func addOutputs(
    _ chunk: borrowing ParsedChunk, _ index: Int, isGenesis: Bool, _ rows: inout ResolvedRows
  ) {
    let bytes = chunk.bytes.span
    let start = index == 0 ? 0 : chunk.outputEnd[index - 1]
    for output in start..<chunk.outputEnd[index] {
      let range = Int(chunk.scriptStart[output])..<Int(chunk.scriptEnd[output])
      let script = bytes.extracting(range)
      let row = scripts.intern(
        script, hash: chunk.scriptHash[output], kind: chunk.scriptKind[output])
      rows.scripts.append(ScriptIndex(row))
      values.append(chunk.values[output])
      let isOutside = isGenesis || ScriptPubKey.isUnspendable(script)
      spenders.append(isOutside ? SpendState.outside : SpendState.unspent)
    }
    firstOutput.append(UInt64(values.count))
  }

  /// The last row that has a txid.
  func find(_ txid: Txid) -> Int? {
    find(txid, in: table)
  }

  private func find(_ txid: Txid, in table: SlotTable) -> Int? {
    var probe = table.probe(txid.hash.word0)
    while let row = probe.next(in: table.slots.span) {
      if txids[row] == txid { return row }
    }
    return nil
  }

  /// Makes a table of twice the size with all transactions in; of those with one txid the last.
  private mutating func growTable() {
    var larger = SlotTable(capacity: 2 * txids.count)
    for (row, txid) in txids.enumerated() {
      if hasRepeats, let earlier = find(txid, in: larger) {
        larger.replace(txid.hash.word0, row: earlier, by: row)
      } else {
        larger.insert(txid.hash.word0, row: row)
      }
    }
    table = larger
  }
}

/// What a chunk's rows refer to.
struct ResolvedRows {
  /// By input of the chunk.
  var prevouts: [OutputIndex] = []
  /// By output of the chunk.
  var scripts: [ScriptIndex] = []
}
