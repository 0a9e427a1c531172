public import Bitcoin
import Files

extension ChainLedger {
  /// The rows of the transactions of the block at `height`.
  ///
  /// - Precondition: the chain has that height.
  public func transactions(at height: Int) -> Range<Int> {
    let first = blockFirstTransaction
    return Int(first[height])..<Int(first[height + 1])
  }

  /// The rows of a transaction's inputs; none for a coinbase.
  ///
  /// - Precondition: the ledger has that row.
  public func inputs(of transaction: TxIndex) -> Range<Int> {
    let first = txFirstInput
    return Int(first[transaction.position])..<Int(first[transaction.position + 1])
  }

  /// The rows of a transaction's outputs.
  ///
  /// - Precondition: the ledger has that row.
  public func outputs(of transaction: TxIndex) -> Range<Int> {
    let first = txFirstOutput
    return Int(first[transaction.position])..<Int(first[transaction.position + 1])
  }

  /// The rows of the outputs that pay to a script, in chain order.
  ///
  /// - Precondition: the ledger has that row.
  @_lifetime(borrow self)
  public func outputs(of script: ScriptIndex) -> Span<OutputIndex> {
    let first = scripts.firstOutput.values
    let range = Int(first[script.position])..<Int(first[script.position + 1])
    return scripts.outputs.values.extracting(range)
  }

  /// The transaction that made an output. O(log transactions).
  ///
  /// - Precondition: the ledger has that row.
  public func transaction(ofOutput output: OutputIndex) -> TxIndex {
    TxIndex(ChainLedger.owner(of: output.rawValue, in: txFirstOutput))
  }

  /// The transaction that an input belongs to. O(log transactions).
  ///
  /// - Precondition: the ledger has that row.
  public func transaction(ofInput input: InputIndex) -> TxIndex {
    TxIndex(ChainLedger.owner(of: input.rawValue, in: txFirstInput))
  }

  /// The height of the block that a transaction stands in. O(log blocks).
  ///
  /// - Precondition: the ledger has that row.
  public func height(of transaction: TxIndex) -> Int {
    ChainLedger.owner(of: transaction.rawValue, in: blockFirstTransaction)
  }

  /// Whether a transaction is its block's first: of all transactions these alone have no input rows.
  ///
  /// - Precondition: the ledger has that row.
  public func isCoinbase(_ transaction: TxIndex) -> Bool {
    inputs(of: transaction).isEmpty
  }

  /// The txid and place of an output. O(log transactions).
  ///
  /// - Precondition: the ledger has that row.
  public func outPoint(of output: OutputIndex) -> OutPoint {
    let transaction = transaction(ofOutput: output)
    return OutPoint(
      txid: txids[transaction.position],
      vout: UInt32(output.position - outputs(of: transaction).lowerBound))
  }

  /// The header of the block at `height`.
  ///
  /// - Precondition: the chain has that height.
  public func header(at height: Int) -> BlockHeader {
    blocks.header.values[height].header
  }

  /// The last row whose range begins at or before `value`: ranges may be empty, so not the first.
  private static func owner<Value: FixedWidthInteger>(
    of value: Value, in first: Span<Value>
  ) -> Int {
    var low = 0
    var high = first.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if first[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}

// MARK: - Scripts

extension ChainLedger {
  /// The bytes of a script, lent.
  ///
  /// - Precondition: the ledger has that row.
  @_lifetime(borrow self)
  public func scriptBytes(_ script: ScriptIndex) -> Span<UInt8> {
    let first = scripts.firstByte.values
    let range = Int(first[script.position])..<Int(first[script.position + 1])
    return scripts.bytes.values.extracting(range)
  }

  /// A script, copied.
  ///
  /// - Precondition: the ledger has that row.
  public func scriptPubKey(_ script: ScriptIndex) -> ScriptPubKey {
    ScriptPubKey([UInt8](scriptBytes(script)))
  }
}

// MARK: - What cannot be spent

extension ChainLedger {
  /// Whether Bitcoin Core never put an output into its UTXO set, or overwrote it there: its script
  /// begins with OP_RETURN or is over 10,000 bytes, it is of the genesis coinbase, or a later
  /// coinbase has the same txid (BIP-0030).
  ///
  /// - Precondition: the ledger has that row.
  public func isOutsideUTXOSet(_ output: OutputIndex) -> Bool {
    if !isSegment, output.rawValue < txFirstOutput[1] { return true }
    if ScriptPubKey.isUnspendable(scriptBytes(outputScript[output.position])) { return true }
    return transactions.overwritten.count > 0 && isOverwritten(output)
  }

  /// Whether no input can ever spend an output: it is outside the UTXO set, or its script's form
  /// alone tells (`ScriptPubKey.isProvablyUnsatisfiable`). An output that is spent is not unspendable.
  ///
  /// - Precondition: the ledger has that row.
  public func isUnspendable(_ output: OutputIndex) -> Bool {
    guard outputSpender[output.position].isNone else { return false }
    return isOutsideUTXOSet(output)
      || ScriptPubKey.isProvablyUnsatisfiable(scriptBytes(outputScript[output.position]))
  }

  private func isOverwritten(_ output: OutputIndex) -> Bool {
    guard outputSpender[output.position].isNone else { return false }
    let transaction = transaction(ofOutput: output).rawValue
    let rows = transactions.overwritten.values
    let place = SortedRows.firstIndex(notBelow: transaction, in: rows)
    return place < rows.count && rows[place] == transaction
  }
}
