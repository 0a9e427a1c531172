import Bitcoin
import Ledger

/// What a transaction that is no coinbase spends and pays, read once for all policies of a pass.
struct Spending {
  /// The transaction.
  private(set) var transaction = 0
  /// The spent outputs whose value is known, in input order.
  private(set) var prevouts: [(output: Int, value: Int64)] = []
  /// The sum of the inputs; nil where one is unknown.
  private(set) var value: Int64?
  /// What is left for the miner; nil where an input is unknown.
  private(set) var fee: Int64?
  /// The outputs.
  private(set) var outputs = 0..<0
  /// The first input of the next transaction.
  private(set) var nextInput = 0
  /// The line of the stop that the transaction is; 0 for none.
  private(set) var stopLine: UInt32 = 0

  /// Reads a transaction.
  ///
  /// - Throws: `amountOutOfRange`, `outputsExceedInputs`.
  mutating func read(
    _ transaction: Int, _ stops: inout StopTable, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    self.transaction = transaction
    prevouts.removeAll(keepingCapacity: true)
    var sum: Int64 = 0
    var isKnown = true
    for input in columns.inputs(of: transaction) {
      let prevout = columns.inputPrevout[input]
      guard prevout != .none else {
        isKnown = false
        continue
      }
      let value = columns.outputValue[prevout.position].rawValue
      sum = try TaintEngine.add(value, to: sum, transaction)
      prevouts.append((prevout.position, value))
    }
    outputs = columns.outputs(of: transaction)
    nextInput = Int(columns.txFirstInput[transaction + 1])
    stopLine = stops.line(ofTransaction: transaction, columns)
    value = isKnown ? sum : nil
    fee = nil
    if isKnown {
      let rest = try sum - TaintEngine.sum(of: outputs, transaction, columns)
      guard rest >= 0 else { throw .outputsExceedInputs(transaction: transaction) }
      fee = rest
    }
  }
}

/// The fees of one block, those of transactions that a pass has read noted on the way.
struct BlockFees {
  /// All fees of the block, in block order, once they have been collected.
  private(set) var all: [Int64] = []
  private var known: [(transaction: Int, fee: Int64)] = []

  /// Turns to another block.
  mutating func removeAll() {
    known.removeAll(keepingCapacity: true)
  }

  /// Notes the fee of a transaction of the block, in block order.
  mutating func note(_ fee: Int64, of transaction: Int) {
    known.append((transaction, fee))
  }

  /// Puts the fees of a block's transactions into `all`.
  ///
  /// - Returns: whether all are known.
  mutating func collect(
    from first: Int, to end: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Bool {
    all.removeAll(keepingCapacity: true)
    var knownAt = 0
    for transaction in first..<max(first, end) {
      if knownAt < known.count, known[knownAt].transaction == transaction {
        all.append(known[knownAt].fee)
        knownAt += 1
      } else {
        guard let fee = try TaintEngine.fee(of: transaction, columns) else { return false }
        all.append(fee)
      }
    }
    return true
  }
}
