import Files

extension ChainLedger {
  /// Refuses columns that name rows which are not there, or sums that no chain has.
  ///
  /// A checksum tells what was written, not who wrote it: a case that somebody else hands over may
  /// have a ledger made up to end the program. What this passes can be looked at without a trap.
  ///
  /// - Throws: `damaged` with the first finding.
  borrowing func requireSound() throws(LedgerError) {
    var verdict = LedgerVerdict()
    checkOffsets(&verdict)
    if verdict.isSound { checkReferences(&verdict) }
    if verdict.isSound { checkCoinbases(&verdict) }
    if verdict.isSound { checkSums(&verdict) }
    if verdict.isSound { checkScriptOutputs(&verdict) }
    if verdict.isSound {
      ChainLedger.checkSlots(.txTable, transactions.table.values, transactionCount, &verdict)
      ChainLedger.checkSlots(.scriptTable, scripts.table.values, scriptCount, &verdict)
    }
    if let finding = verdict.findings.first { throw .damaged(folder, reason: finding) }
  }

  /// The first transaction of each block, and no other, has no inputs.
  private borrowing func checkCoinbases(_ verdict: inout LedgerVerdict) {
    for height in heights {
      let rows = transactions(at: height)
      for row in rows {
        verdict.require(
          isCoinbase(TxIndex(row)) == (row == rows.lowerBound),
          "transaction \(row) of block \(height) has the inputs of another place")
      }
    }
  }

  /// The slots of a look-up table name rows that are there, and as many are free as a search relies on.
  private static func checkSlots(
    _ name: ColumnName, _ slots: Span<UInt64>, _ rows: Int, _ verdict: inout LedgerVerdict
  ) {
    var used = 0
    for slot in slots.indices where slots[slot] != 0 {
      used += 1
      let row = slots[slot] & SlotTable.rowMask
      verdict.require(
        row > 0 && row <= UInt64(rows), "slot \(slot) of \(name.rawValue) names no row")
    }
    verdict.require(
      slots.count >= SlotTable.slotCount(for: used),
      "column \(name.rawValue) has too few free slots")
  }

  /// The outputs that scripts list are outputs.
  private borrowing func checkScriptOutputs(_ verdict: inout LedgerVerdict) {
    let outputs = scripts.outputs.values
    for place in outputs.indices {
      verdict.require(
        outputs[place].rawValue < UInt64(outputCount),
        "column script.outputs names output \(outputs[place]), which is none")
    }
  }
}
