import Bitcoin
import Ledger

/// The sources of a trace, checked and numbered, with all that the engine is told.
struct TracePlan {
  /// How taint is dealt, by each of these.
  let policies: [TaintPolicy]
  /// What becomes of the taint in fees.
  let fees: FeeHandling
  /// The last block whose transactions are dealt.
  private(set) var until: Int
  /// The labels, in the order in which the sources first name them.
  private(set) var labels: [String] = []
  /// The sources in the order given, each once.
  private(set) var sources: [TracedSource] = []
  /// Outputs that are sources, with the label's number from 1.
  private(set) var outputs: [(output: Int, label: UInt32)] = []
  /// Transactions whose fee is a source, in chain order, with the label's number from 1.
  private(set) var feeSources: [(transaction: Int, label: UInt32)] = []
  /// Where the trace stops.
  let stops: TraceStops
  /// Whether what every output was dealt is kept, spent outputs too.
  let keepsPassage: Bool
  /// Whether the way of taint is counted in transactions.
  let countsHops: Bool

  /// Checks what a trace is asked.
  ///
  /// - Parameter until: nil, or a height above the last block, is the last block.
  init(
    _ columns: borrowing FlowColumns,
    sources named: [TaintSource],
    policies: [TaintPolicy],
    fees: FeeHandling,
    until: Int?,
    stops: TraceStops = TraceStops(),
    keepsPassage: Bool = false,
    countsHops: Bool = false
  ) throws(TaintFault) {
    self.policies = policies
    self.fees = fees
    self.keepsPassage = keepsPassage
    self.countsHops = countsHops
    if let until, until < 0 { throw .negativeHeight(until) }
    let end = min(until ?? columns.blockCount - 1, columns.blockCount - 1)
    self.until = end
    self.stops = stops

    var numbers: [String: UInt32] = [:]
    var seen: [TaintSource.Target: UInt32] = [:]
    for source in named {
      let label: UInt32
      if let number = numbers[source.label] {
        label = number
      } else {
        labels.append(source.label)
        label = UInt32(labels.count)
        numbers[source.label] = label
      }
      if let first = seen[source.target] {
        if first == label { continue }
        throw .namedTwice(source.target, labels: [labels[Int(first) - 1], source.label])
      }
      seen[source.target] = label
      let value: Int64
      switch source.target {
      case .output(let output):
        value = try TracePlan.value(of: output, until: end, columns)
        outputs.append((output.position, label))
      case .fee(let transaction):
        value = try TracePlan.fee(of: transaction, until: end, columns)
        feeSources.append((transaction.position, label))
      }
      self.sources.append(
        TracedSource(target: source.target, value: Satoshi(value), label: Int(label) - 1))
    }
    feeSources.sort { $0.transaction < $1.transaction }
  }

  /// Ends the trace at a height, and leaves out the sources above it; labels keep their numbers.
  mutating func end(at height: Int, _ columns: borrowing FlowColumns) {
    until = height
    let limit = Int(columns.blockFirstTransaction[height + 1])
    let outputLimit = Int(columns.txFirstOutput[limit])
    outputs.removeAll { $0.output >= outputLimit }
    feeSources.removeAll { $0.transaction >= limit }
    sources.removeAll { source in
      switch source.target {
      case .output(let output): output.position >= outputLimit
      case .fee(let transaction): transaction.position >= limit
      }
    }
  }

  /// The first input above the height at which the trace ends.
  func inputLimit(_ columns: borrowing FlowColumns) -> Int {
    Int(columns.txFirstInput[Int(columns.blockFirstTransaction[until + 1])])
  }

  /// The inputs at which a trace begins: those that spend sources, and of transactions whose fee is one.
  func firstInputs(_ columns: borrowing FlowColumns) -> [Int] {
    let limit = inputLimit(columns)
    var first: [Int] = []
    for source in feeSources { first.append(Int(columns.txFirstInput[source.transaction])) }
    for source in outputs where columns.outputValue[source.output] != .zero {
      let spender = columns.outputSpender[source.output]
      if spender != .none, spender.position < limit { first.append(spender.position) }
    }
    return first
  }

  /// What the sources hold.
  func tally() -> TaintTally {
    var tally = TaintTally(labelCount: labels.count)
    for source in sources {
      tally.add(source.value.rawValue, label: UInt32(source.label) + 1)
    }
    return tally
  }

  /// The value of an output that is a source.
  private static func value(
    of output: OutputIndex, until: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    guard output < OutputIndex(columns.outputCount) else {
      throw .rowOutOfRange(.output(output))
    }
    let transaction = columns.transaction(ofOutput: output.position)
    let height = columns.height(of: transaction)
    guard height <= until else { throw .above(.output(output), height: height, until: until) }
    let value = columns.outputValue[output.position]
    guard value.isInMoneyRange else { throw .amountOutOfRange(transaction: transaction) }
    return value.rawValue
  }

  /// The fee of a transaction, which is a source.
  private static func fee(
    of transaction: TxIndex, until: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    let row = transaction.position
    guard row < columns.transactionCount else { throw .rowOutOfRange(.fee(transaction)) }
    let height = columns.height(of: row)
    guard height <= until else { throw .above(.fee(transaction), height: height, until: until) }
    guard !columns.inputs(of: row).isEmpty else { throw .feeOfCoinbase(transaction: row) }
    guard let fee = try TaintEngine.fee(of: row, columns) else {
      throw .unknownFee(transaction: row)
    }
    return fee
  }
}
