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
    sum(
      transactions, ledger.txFirstInput, ledger.txFirstOutput, ledger.inputPrevout,
      ledger.outputValue)
  }

  /// On columns that are lent as arguments: their counts are then known to stay what they are.
  private static func sum(
    _ transactions: Range<Int>, _ firstInput: Span<UInt64>, _ firstOutput: Span<UInt64>,
    _ prevouts: Span<OutputIndex>, _ values: Span<Satoshi>
  ) -> Int64 {
    var input = Int(firstInput[transactions.lowerBound])
    var output = Int(firstOutput[transactions.lowerBound])
    var fees: Int64 = 0
    for transaction in transactions {
      let inputEnd = Int(truncatingIfNeeded: firstInput[transaction + 1])
      let outputEnd = Int(truncatingIfNeeded: firstOutput[transaction + 1])
      guard input < inputEnd else {
        output = outputEnd
        continue
      }
      // No sum of a sound ledger's values overflows.
      while input < inputEnd {
        let prevout = Int(truncatingIfNeeded: prevouts[input].rawValue)
        fees &+= values[prevout].rawValue
        input &+= 1
      }
      while output < outputEnd {
        fees &-= values[output].rawValue
        output &+= 1
      }
    }
    return fees
  }
}
