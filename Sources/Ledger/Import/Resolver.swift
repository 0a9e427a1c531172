import Bitcoin
import Files
import SystemPackage

/// Takes parsed blocks in order of height, finds what each input spends, and numbers the rows.
///
/// It has what is looked up at random; the rest goes to the columns as it comes (`ColumnSink`).
struct Resolver: ~Copyable, Sendable {
  let network: Network
  let maker: ColumnMaker
  var txids: GrowingColumn<Txid>
  var firstOutput: GrowingColumn<UInt64>
  var firstInput: GrowingColumn<UInt64>
  var values: GrowingColumn<Satoshi>
  /// By output: the input that spends it, or none.
  var spenders: GrowingColumn<InputIndex>
  /// By output that the base has not: whether it is none that can be spent.
  var outside = GrowingBits()
  /// The scripts of the base's outputs.
  var earlierScripts: GrowingColumn<ScriptIndex>
  var scripts: ScriptPool
  var table: GrowingTable
  /// Transactions whose unspent outputs a later coinbase of the same txid overwrote, ascending.
  var overwritten: [UInt32] = []
  var blockFirstTransaction: GrowingColumn<UInt32>
  /// The height of the first block; above 0, inputs may spend what lies below.
  let firstHeight: Int
  var inputCount = 0
  /// How many bytes of blocks have been added, of how many that are to be.
  var addedBytes = 0
  var totalBytes = 0
  /// Whether some txid came twice.
  var hasRepeats = false
  /// What was read in advance, kept so that the reading is not optimised away.
  var seen: UInt64 = 0

  /// How many transactions are looked up ahead together.
  private static let group = 128

  /// Adds a chunk's blocks, of which the first is at `height`, and makes `rows` those of its columns.
  ///
  /// - Throws: `refused` with the first block that cannot be, `failed`; what has been added is then of
  ///   no use.
  mutating func add(
    _ chunk: borrowing ParsedChunk, height: Int, into rows: inout ResolvedRows
  ) throws(ImportStop) {
    do throws(FileError) { try makeRoom(for: chunk) } catch { throw .failed(.file(error)) }
    rows.prevouts.removeAll(keepingCapacity: true)
    rows.scripts.removeAll(keepingCapacity: true)
    rows.prevouts.reserveCapacity(chunk.prevouts.count)
    rows.scripts.reserveCapacity(chunk.values.count)
    var ahead = LookAhead()
    var transaction = 0
    for block in chunk.blockTransactionEnd.indices {
      let end = chunk.blockTransactionEnd[block]
      do throws(BlockFlaw) {
        try addBlock(chunk, transaction..<end, height: height + block, &ahead, &rows)
      } catch {
        throw .refused(height: height + block, error)
      }
      transaction = end
    }
  }

  private mutating func addBlock(
    _ chunk: borrowing ParsedChunk, _ transactions: Range<Int>, height: Int,
    _ ahead: inout LookAhead, _ rows: inout ResolvedRows
  ) throws(BlockFlaw) {
    // Nil once one is not known. No more than there can be, which a whole chain's cannot pass, but those of
    // a segment whose outputs came from outside.
    var fees: Satoshi? = .zero
    for start in stride(
      from: transactions.lowerBound, to: transactions.upperBound, by: Resolver.group)
    {
      let group = start..<min(transactions.upperBound, start + Resolver.group)
      ahead.look(chunk, group, self)
      for index in group {
        let isCoinbase = index == transactions.lowerBound
        if !isCoinbase {
          let fee = try spend(chunk, index, ahead, &rows)
          fees =
            if let fee, let sum = fees { sum.addingInMoneyRange(fee) ?? .maxMoney } else { nil }
        }
        try addTransaction(chunk, index, isCoinbase: isCoinbase, &ahead)
        addOutputs(chunk, index, isGenesis: height == 0, ahead, &rows)
      }
    }
    let taken = chunk.outputSum[transactions.lowerBound]
    let allowed = fees.map { (network.subsidy(at: height) + $0).rawValue } ?? taken
    guard taken <= allowed else {
      throw .coinbaseValue(
        chunk.txids[transactions.lowerBound], taken: Satoshi(taken), allowed: Satoshi(allowed),
        halvingInterval: network.subsidyHalvingInterval)
    }
    blockFirstTransaction.append(UInt32(txids.count))
  }
}

// MARK: - Inputs

extension Resolver {
  /// Spends what a transaction's inputs refer to and gives its fee; nil where one of them spends what
  /// lies below a segment's first block.
  private mutating func spend(
    _ chunk: borrowing ParsedChunk, _ index: Int, _ ahead: borrowing LookAhead,
    _ rows: inout ResolvedRows
  ) throws(BlockFlaw) -> Satoshi? {
    var sum = Satoshi.zero
    var isKnown = true
    let start = index == 0 ? 0 : chunk.inputEnd[index - 1]
    for input in start..<chunk.inputEnd[index] {
      let prevout = chunk.prevouts[input]
      guard let output = ahead.output(of: input) ?? findOutput(prevout) else {
        guard firstHeight > 0, find(prevout.txid) == nil else {
          throw .missingPrevout(prevout, by: chunk.txids[index])
        }
        isKnown = false
        inputCount += 1
        rows.prevouts.append(.none)
        continue
      }
      let spender = spenders[output]
      guard spender.isNone else {
        throw spentTwice(prevout, by: chunk.txids[index], first: spender.rawValue)
      }
      guard !isOutside(output) else { throw .missingPrevout(prevout, by: chunk.txids[index]) }
      spenders[output] = InputIndex(inputCount)
      guard let total = sum.addingInMoneyRange(values[output]) else {
        throw .valueRange(prevout, values[output])
      }
      sum = total
      inputCount += 1
      rows.prevouts.append(OutputIndex(output))
    }
    guard isKnown else { return nil }
    let paid = chunk.outputSum[index]
    guard paid <= sum.rawValue else {
      throw .outputsExceedInputs(chunk.txids[index], inputs: sum, outputs: Satoshi(paid))
    }
    return sum - Satoshi(paid)
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

  /// The row of an output; nil where there is none.
  private func findOutput(_ prevout: OutPoint) -> Int? {
    guard let row = find(prevout.txid) else { return nil }
    return output(prevout.vout, of: row)
  }

  /// The row of a transaction's output; nil where it has fewer.
  func output(_ vout: UInt32, of row: Int) -> Int? {
    let first = firstOutput[row]
    return UInt64(vout) < firstOutput[row + 1] - first ? Int(first) + Int(vout) : nil
  }

  /// The last row that has a txid.
  func find(_ txid: Txid) -> Int? {
    var probe = table.probe(txid.hash.word0)
    while let row = probe.next(in: table.slots.values) {
      if txids[row] == txid { return row }
    }
    return nil
  }
}

// MARK: - Transactions and outputs

extension Resolver {
  private mutating func addTransaction(
    _ chunk: borrowing ParsedChunk, _ index: Int, isCoinbase: Bool, _ ahead: inout LookAhead
  ) throws(BlockFlaw) {
    let txid = chunk.txids[index]
    let row = txids.count
    if let earlier = find(txid) {
      try overwrite(earlier, txid, isCoinbase: isCoinbase)
      hasRepeats = true
      // What was found ahead may be the earlier one's.
      ahead.forget()
      table.replace(txid.hash.word0, row: earlier, by: row)
    } else {
      table.insert(txid.hash.word0, row: row)
    }
    txids.append(txid)
    firstInput.append(UInt64(inputCount))
  }

  private mutating func addOutputs(
    _ chunk: borrowing ParsedChunk, _ index: Int, isGenesis: Bool, _ ahead: borrowing LookAhead,
    _ rows: inout ResolvedRows
  ) {
    let bytes = chunk.bytes.span
    let start = index == 0 ? 0 : chunk.outputEnd[index - 1]
    for output in start..<chunk.outputEnd[index] {
      let range = Int(chunk.scriptStart[output])..<Int(chunk.scriptEnd[output])
      let row = scripts.intern(
        bytes.extracting(range), hash: chunk.scriptHash[output], kind: chunk.scriptKind[output],
        candidate: ahead.script(of: output))
      rows.scripts.append(ScriptIndex(row))
      values.append(chunk.values[output])
      spenders.append(.none)
      outside.append(isGenesis || chunk.isUnspendable[output])
    }
    firstOutput.append(UInt64(values.count))
  }
}

/// What a chunk's rows refer to.
struct ResolvedRows {
  /// By input of the chunk.
  var prevouts: [OutputIndex] = []
  /// By output of the chunk.
  var scripts: [ScriptIndex] = []
}
