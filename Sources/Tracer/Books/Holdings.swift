import Bitcoin
import Ledger

/// What an exchange's scripts hold at a height, counted from their unspent outputs.
struct Holdings {
  /// Unspent outputs of a group of scripts.
  struct Group {
    /// Their sum and the transactions that made them.
    var sum = ReconciliationPass.Sum()
    /// The outputs, in chain order.
    var outputs: [OutputIndex] = []
  }

  /// By wallet, in the order of `ExchangeScripts.wallets`.
  private(set) var wallets: [Group]
  /// Of the forgotten scripts.
  private(set) var forgotten = Group()
  /// By forgotten script, in the order of `ExchangeScripts.forgotten`, in satoshis.
  private(set) var forgottenBalances: [Int64] = []

  /// Counts.
  ///
  /// - Throws: `sumOutOfRange`, which no valid chain brings about.
  init(
    scripts: ExchangeScripts, prefix: ChainPrefix, _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    wallets = [Group](repeating: Group(), count: scripts.wallets.count)
    for (script, wallet) in scripts.booked {
      _ = try Holdings.count(script, into: &wallets[wallet], prefix, ledger)
    }
    for evidence in scripts.forgotten {
      forgottenBalances.append(
        try Holdings.count(evidence.script, into: &forgotten, prefix, ledger))
    }
    forgotten.outputs.sort()
  }

  private static func count(
    _ script: ScriptIndex, into group: inout Group, _ prefix: ChainPrefix,
    _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) -> Int64 {
    var balance: Int64 = 0
    let outputs = ledger.outputs(of: script)
    for index in 0..<outputs.count {
      let output = outputs[index]
      let value = ledger.outputValue[output.position].rawValue
      guard value > 0, prefix.isUnspent(output, ledger) else { continue }
      try BookedOutputs.add(value, to: &balance)
      try BookedOutputs.add(value, to: &group.sum.amount)
      group.sum.transactions.append(ledger.transaction(ofOutput: output))
      group.outputs.append(output)
    }
    return balance
  }
}
