public import Bitcoin
import Ledger

/// Why a trace could not be made.
public enum TraceError: Error, Equatable, Sendable {
  /// One output is named as a source under two labels.
  case outputNamedTwice(OutPoint, labels: [String])
  /// One fee is named as a source under two labels.
  case feeNamedTwice(Txid, labels: [String])
  /// A source lies above the height at which the trace ends.
  case outputAbove(OutPoint, height: Int, until: Int)
  /// A source lies above the height at which the trace ends.
  case feeAbove(Txid, height: Int, until: Int)
  /// An output that is asked about lies above the height at which the trace ends.
  case endsBefore(OutPoint, height: Int, until: Int)
  /// A coinbase pays no fee that could be a source.
  case feeOfCoinbase(Txid)
  /// The fee of a transaction with an input of unknown value cannot be a source.
  case unknownFee(Txid)
  /// A source names a row that the ledger does not have.
  case rowOutOfRange(TaintSource.Target)
  /// A height below 0.
  case negativeHeight(Int)
  /// A transaction pays out more than it takes in, which no valid chain has.
  case outputsExceedInputs(Txid, height: Int)
  /// A coinbase pays out more than its subsidy and fees, which no valid chain has.
  case coinbaseExceedsReward(height: Int, outputs: Satoshi, reward: Satoshi)
  /// An output is spent by a transaction that stands before it, which no valid chain has.
  case spentBeforeMade(OutPoint)
  /// An output of a coinbase is spent in its own block, which no valid chain has.
  case immatureCoinbase(OutPoint, height: Int)
  /// The values of a transaction's inputs or outputs leave the money range.
  case amountOutOfRange(Txid, height: Int)
  /// Taint is split into more runs than the program can keep.
  case tooManyRuns
  /// A sum over the trace does not fit the type of amounts.
  case sumOutOfRange
  /// The trace broke its own law: taint was made or lost. A bug, whatever the input.
  case notConserved(label: String?, sources: Satoshi, found: Satoshi)
  /// What goes back through a transaction is not what came. A bug, whatever the input.
  case brokenPath(Txid)
  /// An output was given more taint than its value. A bug, whatever the input.
  case overfilled(OutPoint, value: Satoshi, tainted: Satoshi)
  /// Taint was left in an output that is spent. A bug, whatever the input.
  case leftBehind(OutPoint)

  /// Whether the program is at fault, not its input.
  public var isBug: Bool {
    switch self {
    case .notConserved, .brokenPath, .overfilled, .leftBehind: true
    default: false
    }
  }
}

extension TraceError: CustomStringConvertible {
  /// What failed, with the value, then where.
  public var description: String {
    switch self {
    case .outputNamedTwice(let outPoint, let labels):
      "source \(outPoint) is named under two labels: \(labels.joined(separator: ", "))"
    case .feeNamedTwice(let txid, let labels):
      "the fee of \(txid) is named as a source under two labels: \(labels.joined(separator: ", "))"
    case .outputAbove(let outPoint, let height, let until):
      "source \(outPoint) is of height \(height), above the trace's end at height \(until)"
    case .feeAbove(let txid, let height, let until):
      "the source fee of \(txid) is of height \(height), above the trace's end at height \(until)"
    case .endsBefore(let outPoint, let height, let until):
      "output \(outPoint) is of height \(height), above the trace's end at height \(until)"
    case .feeOfCoinbase(let txid):
      "coinbase \(txid) pays no fee that could be a source"
    case .unknownFee(let txid):
      "the fee of \(txid) is unknown, because one of its inputs is"
    case .rowOutOfRange(.output(let output)):
      "source output row \(output.rawValue) is not in the ledger"
    case .rowOutOfRange(.fee(let transaction)):
      "source fee of transaction row \(transaction.rawValue) is not in the ledger"
    case .negativeHeight(let height):
      "height \(height) is below 0"
    case .outputsExceedInputs(let txid, let height):
      "transaction \(txid) of block \(height) pays out more than it takes in"
    case .coinbaseExceedsReward(let height, let outputs, let reward):
      "the coinbase of block \(height) pays out \(outputs) BTC where subsidy and fees are "
        + "\(reward) BTC (is the subsidy halving interval right?)"
    case .spentBeforeMade(let outPoint):
      "output \(outPoint) is spent by a transaction that stands before it"
    case .immatureCoinbase(let outPoint, let height):
      "coinbase output \(outPoint) is spent in its own block \(height)"
    case .amountOutOfRange(let txid, let height):
      "amounts leave the money range in transaction \(txid) of block \(height)"
    case .tooManyRuns:
      "taint is split into more than 4,294,967,293 runs"
    case .sumOutOfRange:
      "a sum over the trace is beyond 92,233,720,368 BTC"
    case .notConserved(let label, let sources, let found):
      "taint is not conserved: sources \(sources) BTC, found \(found) BTC"
        + (label.map { " under label \($0)" } ?? " in total")
    case .brokenPath(let txid):
      "the way back through transaction \(txid) leads to other satoshis than came"
    case .overfilled(let outPoint, let value, let tainted):
      "output \(outPoint) of \(value) BTC carries \(tainted) BTC of taint"
    case .leftBehind(let outPoint):
      "taint was left behind in spent output \(outPoint)"
    }
  }
}
