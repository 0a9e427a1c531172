import Bitcoin
import Ledger

/// What stops a trace, in row numbers; `Trace.run` turns it into a `TraceError`.
enum TaintFault: Error, Equatable {
  /// One output or fee is a source under two labels.
  case namedTwice(TaintSource.Target, labels: [String])
  /// A source lies above the height at which the trace ends.
  case above(TaintSource.Target, height: Int, until: Int)
  /// An output that is asked about lies above the height at which the trace ends.
  case endsBefore(output: OutputIndex, height: Int, until: Int)
  /// A coinbase pays no fee.
  case feeOfCoinbase(transaction: Int)
  /// The fee of a transaction with an input of unknown value.
  case unknownFee(transaction: Int)
  /// A source or stop names a row that there is not.
  case rowOutOfRange(TaintSource.Target)
  /// A height below 0.
  case negativeHeight(Int)
  /// The transaction pays out more than it takes in.
  case outputsExceedInputs(transaction: Int)
  /// The coinbase pays out more than its pool.
  case coinbaseExceedsReward(height: Int, outputs: Int64, reward: Int64)
  /// The output of a coinbase is spent in its own block.
  case immatureCoinbase(output: Int)
  /// The output is spent by a row that stands before it.
  case spentBeforeMade(output: Int)
  /// Amounts of the transaction leave the money range.
  case amountOutOfRange(transaction: Int)
  /// More runs than their arena can hold.
  case tooManyRuns
  /// A sum of amounts does not fit its type.
  case sumOutOfRange
  /// Taint was made or lost; `label` is nil for the total.
  case notConserved(label: String?, sources: Satoshi, found: Satoshi)
  /// Of the satoshis that a transaction deals others go back than came.
  case brokenPath(transaction: Int)
  /// More taint than value.
  case overfilled(output: Int, tainted: Int64)
  /// Taint in an output that is spent.
  case leftBehind(output: Int)
}
