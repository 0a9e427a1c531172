import Bitcoin
import Ledger

extension TraceError {
  /// A fault with the names that its rows have in the ledger.
  init(_ fault: TaintFault, _ ledger: borrowing ChainLedger) {
    switch fault {
    case .namedTwice(.output(let output), let labels):
      self = .outputNamedTwice(ledger.outPoint(of: output), labels: labels)
    case .namedTwice(.fee(let transaction), let labels):
      self = .feeNamedTwice(ledger.txids[transaction.position], labels: labels)
    case .above(.output(let output), let height, let until):
      self = .outputAbove(ledger.outPoint(of: output), height: height, until: until)
    case .above(.fee(let transaction), let height, let until):
      self = .feeAbove(ledger.txids[transaction.position], height: height, until: until)
    case .endsBefore(let output, let height, let until):
      self = .endsBefore(ledger.outPoint(of: output), height: height, until: until)
    case .feeOfCoinbase(let transaction):
      self = .feeOfCoinbase(ledger.txids[transaction])
    case .unknownFee(let transaction):
      self = .unknownFee(ledger.txids[transaction])
    case .rowOutOfRange(let target):
      self = .rowOutOfRange(target)
    case .negativeHeight(let height):
      self = .negativeHeight(height)
    case .outputsExceedInputs(let transaction):
      self = .outputsExceedInputs(
        ledger.txids[transaction], height: ledger.height(of: TxIndex(transaction)))
    case .coinbaseExceedsReward(let height, let outputs, let reward):
      self = .coinbaseExceedsReward(
        height: height, outputs: Satoshi(outputs), reward: Satoshi(reward))
    case .immatureCoinbase(let output):
      let row = OutputIndex(output)
      self = .immatureCoinbase(
        ledger.outPoint(of: row), height: ledger.height(of: ledger.transaction(ofOutput: row)))
    case .spentBeforeMade(let output):
      self = .spentBeforeMade(ledger.outPoint(of: OutputIndex(output)))
    case .amountOutOfRange(let transaction):
      self = .amountOutOfRange(
        ledger.txids[transaction], height: ledger.height(of: TxIndex(transaction)))
    case .tooManyRuns: self = .tooManyRuns
    case .sumOutOfRange: self = .sumOutOfRange
    case .notConserved(let label, let sources, let found):
      self = .notConserved(label: label, sources: sources, found: found)
    case .brokenPath(let transaction):
      self = .brokenPath(ledger.txids[transaction])
    case .overfilled(let output, let tainted):
      self = .overfilled(
        ledger.outPoint(of: OutputIndex(output)), value: ledger.outputValue[output],
        tainted: Satoshi(tainted))
    case .leftBehind(let output):
      self = .leftBehind(ledger.outPoint(of: OutputIndex(output)))
    }
  }
}
