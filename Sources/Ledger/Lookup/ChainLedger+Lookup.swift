public import Bitcoin
import Files

extension ChainLedger {
  /// The transaction with that txid, the later one where two have it; nil if there is none. O(1).
  public func transaction(_ txid: Txid) -> TxIndex? {
    let slots = transactions.table.values
    let txids = txids
    var probe = SlotTable.Probe(txid.hash.word0, slotCount: slots.count)
    while let row = probe.next(in: slots) {
      if row < txids.count, txids[row] == txid { return TxIndex(row) }
    }
    return nil
  }

  /// The output at that place; nil if there is none. O(1).
  public func output(_ outPoint: OutPoint) -> OutputIndex? {
    guard let transaction = transaction(outPoint.txid) else { return nil }
    let outputs = outputs(of: transaction)
    guard Int(outPoint.vout) < outputs.count else { return nil }
    return OutputIndex(outputs.lowerBound + Int(outPoint.vout))
  }

  /// The row of a script that some output has; nil if none has it. O(1).
  public func script(_ script: ScriptPubKey) -> ScriptIndex? {
    let slots = scripts.table.values
    var probe = SlotTable.Probe(ScriptHash.hash(script.bytes.span), slotCount: slots.count)
    while let row = probe.next(in: slots) {
      guard row < scriptCount else { continue }
      if ByteStrings.areEqual(scriptBytes(ScriptIndex(row)), script.bytes.span) {
        return ScriptIndex(row)
      }
    }
    return nil
  }

  /// The address of a script; nil where its kind has none. Encoded anew at each call.
  ///
  /// - Precondition: the ledger has that row.
  public func address(of script: ScriptIndex) -> Address? {
    Address(scriptPubKey(script), network: network)
  }
}
