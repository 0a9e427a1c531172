import Bitcoin
public import Ledger

/// What everything else is a multiple of: the fee of every transaction of the chain, for which each
/// input's value has to be gathered from wherever its output stands.
public enum Walk {
  /// The sum of all fees (sat).
  public static func run(_ ledger: borrowing ChainLedger) -> Int64 {
    run(ledger, 0..<ledger.transactionCount)
  }

  /// The sum of the fees of the transactions at some rows (sat).
  public static func run(_ ledger: borrowing ChainLedger, _ transactions: Range<Int>) -> Int64 {
    let firstInput = ledger.txFirstInput
    let firstOutput = ledger.txFirstOutput
    let prevouts = ledger.inputPrevout
    let values = ledger.outputValue
    var fees: Int64 = 0
    for transaction in transactions {
      let inputs = Int(firstInput[transaction])..<Int(firstInput[transaction + 1])
      if inputs.isEmpty { continue }
      var fee: Int64 = 0
      for input in inputs { fee += values[prevouts[input].position].rawValue }
      for output in Int(firstOutput[transaction])..<Int(firstOutput[transaction + 1]) {
        fee -= values[output].rawValue
      }
      fees += fee
    }
    return fees
  }
}
