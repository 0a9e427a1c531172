import Bitcoin
import Ledger

/// What a transaction spends, laid end to end: its inputs, or for a coinbase the fees of its block and
/// the subsidy, as far as the miner claims them.
struct IncomingLine {
  /// A stretch of the line.
  struct Part {
    /// Where it comes from; nil for the subsidy and for what is unknown.
    var flow: Flow?
    /// Its satoshis.
    var value: Int64
    /// Its runs, from its first satoshi; what is missing at the end is clean.
    var runs: Range<Int>
  }

  /// The stretches, in order.
  private(set) var parts: [Part] = []
  /// The runs of all parts.
  private(set) var runs: [Run] = []
  /// How long the line is: what stands after that is never dealt.
  private(set) var length: Int64 = 0

  /// The line of a transaction.
  mutating func lay(
    _ transaction: Int, _ memory: borrowing TaintMemory, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    parts.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    length = 0
    if columns.inputs(of: transaction).isEmpty {
      try layPool(of: transaction, memory, columns)
    } else {
      for input in columns.inputs(of: transaction) {
        let prevout = columns.inputPrevout[input]
        guard prevout != .none else { continue }
        let output = prevout.position
        append(.output(output), columns.outputValue[output].rawValue, memory)
      }
    }
  }

  /// The line of a coinbase.
  private mutating func layPool(
    of coinbase: Int, _ memory: borrowing TaintMemory, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    let height = columns.height(of: coinbase)
    let subsidy = Part(
      flow: nil, value: columns.network.subsidy(at: height).rawValue, runs: 0..<0)
    let isSubsidyFirst = memory.policy == .poison || memory.policy == .haircut
    if isSubsidyFirst { parts.append(subsidy) }
    for transaction in columns.transactions(of: height).dropFirst() {
      guard let fee = try TaintEngine.fee(of: transaction, columns) else { continue }
      append(.fee(transaction), fee, memory)
    }
    if !isSubsidyFirst { parts.append(subsidy) }
    length = try TaintEngine.sum(of: columns.outputs(of: coinbase), coinbase, columns)
  }

  private mutating func append(_ flow: Flow, _ value: Int64, _ memory: borrowing TaintMemory) {
    let first = runs.count
    // What a stop took is clean behind it.
    if case .output(let output) = flow, memory.stopLine(of: output) != nil,
      memory.sourceLabel(of: flow) == 0
    {
      parts.append(Part(flow: flow, value: value, runs: first..<first))
    } else {
      memory.appendRuns(of: flow, value: value, to: &runs)
      parts.append(Part(flow: flow, value: value, runs: first..<runs.count))
    }
    length += value
  }

  /// Calls `body` with each tainted run of the line: its part, its place in that part, its length, as
  /// far as the line reaches, and its label.
  func forEachTainted(_ body: (_ part: Int, _ start: Int64, _ length: Int64, UInt32) -> Void) {
    var partStart: Int64 = 0
    for (index, part) in parts.enumerated() {
      var start: Int64 = 0
      for run in runs[part.runs] {
        let kept = min(run.length, length - partStart - start)
        if kept <= 0 { break }
        if run.label != Run.clean { body(index, start, kept, run.label) }
        start += run.length
      }
      partStart += part.value
      if partStart >= length { return }
    }
  }
}
