import Ledger

/// The shortest chains of transactions from sources to all outputs that have any, up to a height.
///
/// A chain of spends alone: whether a source's value, or which part of it, reached an output is for a
/// taint policy to say. One pass over the transactions from the first source on; eight bytes for each
/// transaction of the chain.
struct OriginSearch {
  /// By transaction row: how many transactions lead from a source to its outputs, it included; 0
  /// where none do.
  private var steps: [UInt32]
  /// By transaction row: the place of the input, among its inputs, by which the shortest chain came.
  private var entry: [UInt32]
  private let sources: Set<OutputIndex>

  /// Searches from the outputs among `sources`, which are all in the prefix.
  init(_ sources: [TaintSource], upTo prefix: ChainPrefix, _ ledger: borrowing ChainLedger) {
    var outputs: Set<OutputIndex> = []
    for source in sources {
      if case .output(let output) = source.target { outputs.insert(output) }
    }
    self.sources = outputs
    steps = [UInt32](repeating: 0, count: ledger.transactionCount)
    entry = [UInt32](repeating: 0, count: ledger.transactionCount)
    guard let first = outputs.min() else { return }
    for row in ledger.transaction(ofOutput: first).position..<prefix.transactionEnd {
      for (place, input) in ledger.inputs(of: TxIndex(row)).enumerated() {
        guard let before = stepCount(to: ledger.inputPrevout[input], ledger) else { continue }
        let count = UInt32(clamping: before + 1)
        guard steps[row] == 0 || count < steps[row] else { continue }
        steps[row] = count
        entry[row] = UInt32(clamping: place)
      }
    }
  }

  /// How many transactions lead from a source to an output; 0 where it is one; nil where none do.
  func stepCount(to output: OutputIndex, _ ledger: borrowing ChainLedger) -> Int? {
    if output.isNone { return nil }
    if sources.contains(output) { return 0 }
    let count = steps[ledger.transaction(ofOutput: output).position]
    return count == 0 ? nil : Int(count)
  }

  /// The nearest source of an output and the transactions from it to the output, the one that spends
  /// the source first; nil where no chain leads there.
  func path(
    to output: OutputIndex, _ ledger: borrowing ChainLedger
  ) -> (source: OutputIndex, transactions: [TxIndex])? {
    guard stepCount(to: output, ledger) != nil else { return nil }
    var transactions: [TxIndex] = []
    var current = output
    while !sources.contains(current) {
      let transaction = ledger.transaction(ofOutput: current)
      transactions.append(transaction)
      let input = ledger.inputs(of: transaction).lowerBound + Int(entry[transaction.position])
      current = ledger.inputPrevout[input]
    }
    return (current, transactions.reversed())
  }
}
