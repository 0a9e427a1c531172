import Ledger

/// The rows of a chain up to a height.
struct ChainPrefix {
  /// The height, included.
  let height: Int
  /// The first transaction row above it.
  let transactionEnd: Int
  /// The first input row above it.
  let inputEnd: Int
  /// The first output row above it.
  let outputEnd: Int

  /// The rows up to `height`, or up to the tip where that is lower.
  ///
  /// - Precondition: the height is not negative.
  init(_ ledger: borrowing ChainLedger, upTo height: Int) {
    self.height = min(height, ledger.tipHeight)
    transactionEnd = Int(ledger.blockFirstTransaction[self.height + 1])
    inputEnd = Int(ledger.txFirstInput[transactionEnd])
    outputEnd = Int(ledger.txFirstOutput[transactionEnd])
  }

  /// Whether an output was made by then.
  func has(_ output: OutputIndex) -> Bool { output.position < outputEnd }

  /// Whether an output was made by then and is not spent by then.
  func isUnspent(_ output: OutputIndex, _ ledger: borrowing ChainLedger) -> Bool {
    guard has(output) else { return false }
    let spender = ledger.outputSpender[output.position]
    return spender.isNone || spender.position >= inputEnd
  }
}
