import Bitcoin
import Files

extension Resolver {
  /// As if the blocks that `base` keeps had just been added.
  ///
  /// - Throws: `damaged`, `file`.
  init(_ network: Network, base: LedgerBase) throws(LedgerError) {
    self.init(network)
    let ledger = try base.open()
    let rows = base.rows
    blockFirstTransaction = [UInt32](
      copying: ledger.blockFirstTransaction.extracting(0..<rows.blocks + 1))
    firstInput = [UInt64](copying: ledger.txFirstInput.extracting(0..<rows.transactions + 1))
    firstOutput = [UInt64](copying: ledger.txFirstOutput.extracting(0..<rows.transactions + 1))
    values = [Satoshi](copying: ledger.outputValue.extracting(0..<rows.outputs))
    inputCount = rows.inputs
    scripts = ScriptPool(ledger, count: rows.scripts)
    takeSpenders(ledger, rows)
    takeTxids(ledger, rows)
  }

  /// What a block above spent is unspent again.
  private mutating func takeSpenders(_ ledger: borrowing ChainLedger, _ rows: RowCounts) {
    let stored = ledger.outputSpender
    spenders.reserveCapacity(rows.outputs)
    for output in 0..<rows.outputs {
      let spender = stored[output].rawValue
      if spender < UInt64(rows.inputs) {
        spenders.append(spender)
      } else {
        let isOutside =
          output < Int(firstOutput[1])
          || ScriptPubKey.isUnspendable(ledger.scriptBytes(ledger.outputScript[output]))
        spenders.append(isOutside ? SpendState.outside : SpendState.unspent)
      }
    }
  }

  /// Enters the txids; what one of them overwrote below, it overwrites again.
  private mutating func takeTxids(_ ledger: borrowing ChainLedger, _ rows: RowCounts) {
    let txids = ledger.txids
    let stored = ledger.transactions.overwritten.values
    for row in 0..<rows.transactions {
      let earlier = find(txids[row])
      if let earlier {
        let place = SortedRows.firstIndex(notBelow: UInt32(earlier), in: stored)
        if place < stored.count, stored[place] == UInt32(earlier) { markOverwritten(earlier) }
      }
      enter(txids[row], inPlaceOf: earlier)
    }
  }

  private mutating func markOverwritten(_ transaction: Int) {
    for output in Int(firstOutput[transaction])..<Int(firstOutput[transaction + 1])
    where spenders[output] == SpendState.unspent {
      spenders[output] = SpendState.outside
    }
    let place = SortedRows.firstIndex(notBelow: UInt32(transaction), in: overwritten.span)
    overwritten.insert(UInt32(transaction), at: place)
  }
}
