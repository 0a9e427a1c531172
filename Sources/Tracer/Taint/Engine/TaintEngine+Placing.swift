import Bitcoin
import Ledger

/// Where what is dealt goes.
extension TaintEngine {
  /// Gives an output what stands in `dealt`.
  @inline(__always)
  mutating func place(
    at output: Int, nextInput: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    dealt.trim()
    if dealt.isEmpty { return }
    if keepsPassage { passage.append(output, dealt) }
    let slot = slots[output]
    guard slot == 0 else { return supersede(at: output, columns) }
    if hasOutputStops {
      let line = stops.line(ofOutput: output, columns)
      if line != 0 {
        return book(stopped: output, of: columns.outputValue[output].rawValue, line: line)
      }
    }
    guard let address = arena.store(dealt) else { throw .tooManyRuns }
    slots.set(output, to: address)
    hops.reach(output)
    let spender = columns.outputSpender[output]
    guard spender != .none, spender.position < inputLimit else { return }
    guard spender.position >= nextInput else { throw .spentBeforeMade(output: output) }
    frontier.insert(spender.position)
  }

  /// Books what reaches another source.
  @inline(never)
  private mutating func supersede(at output: Int, _ columns: borrowing FlowColumns) {
    supersededTally.add(dealt, of: columns.outputValue[output].rawValue, policy)
    superseded.append(output, dealt)
  }

  /// A sum within the money range.
  @inline(__always)
  static func add(_ value: Int64, to sum: Int64, _ transaction: Int) throws(TaintFault) -> Int64 {
    // Safe: both are at most 21e14 here, or the check throws.
    let total = sum &+ value
    guard value >= 0, value <= Satoshi.maxMoney.rawValue, total <= Satoshi.maxMoney.rawValue else {
      throw .amountOutOfRange(transaction: transaction)
    }
    return total
  }

  /// The sum of outputs.
  static func sum(
    of outputs: Range<Int>, _ transaction: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    var sum: Int64 = 0
    for output in outputs {
      sum = try add(columns.outputValue[output].rawValue, to: sum, transaction)
    }
    return sum
  }
}
