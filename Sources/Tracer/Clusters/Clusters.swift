import Bitcoin
public import Ledger

/// Rules that put scripts together.
public enum Clusters {
  /// Puts together the scripts whose outputs are spent in one transaction: who signs for all of a
  /// transaction's inputs holds the keys of all of them (Nakamoto 2008, section 10).
  ///
  /// CoinJoins, in which several holders sign one transaction, are left out by the rule of equal
  /// outputs (docs/clusters.md), which errs on both sides. One pass over the inputs; no change rule.
  ///
  /// - Parameters:
  ///   - keepsCoinJoins: whether the inputs of CoinJoins are put together all the same.
  ///   - until: the last height whose transactions count as evidence; nil, and any height above the
  ///     tip, is the tip.
  /// - Throws: `tooManyScripts`.
  public static func multiInput(
    _ ledger: borrowing ChainLedger, keepsCoinJoins: Bool = false, until: Int? = nil
  ) throws(ClusterError) -> ClusterSet {
    guard ledger.scriptCount < Int(UInt32.max) else { throw .tooManyScripts(ledger.scriptCount) }
    var sets = UnionFind(count: ledger.scriptCount)
    var rule = EqualOutputRule()
    let columns = FlowColumns(ledger)
    let end = max(-1, min(until ?? ledger.tipHeight, ledger.tipHeight))
    for transaction in 0..<Int(ledger.blockFirstTransaction[end + 1]) {
      let inputs = columns.inputs(of: transaction)
      guard inputs.count > 1 else { continue }
      if !keepsCoinJoins, rule.matches(transaction, columns) { continue }
      var joined = -1
      for input in inputs where columns.inputPrevout[input] != .none {
        let script = columns.outputScript[columns.inputPrevout[input].position].position
        joined = joined < 0 ? script : sets.join(joined, script)
      }
    }
    return ClusterSet(sets)
  }
}
