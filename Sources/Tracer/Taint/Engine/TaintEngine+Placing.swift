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
    if keepsPassage { passage.append((output, dealt.runs)) }
    let slot = slots[output]
    guard slot == 0 else { return place(at: output, marked: slot, columns) }
    guard let address = arena.store(dealt) else { throw .tooManyRuns }
    slots.set(output, to: address)
    let spender = columns.outputSpender[output]
    guard spender != .none, spender.position < inputLimit else { return }
    guard spender.position >= nextInput else { throw .spentBeforeMade(output: output) }
    frontier.insert(spender.position)
  }

  /// Books what reaches a stop or another source.
  @inline(never)
  private mutating func place(
    at output: Int, marked slot: UInt32, _ columns: borrowing FlowColumns
  ) {
    let value = columns.outputValue[output].rawValue
    if slot == TaintEngine.stopMark {
      stoppedTally.add(dealt, of: value, policy)
      stopped.append((output, dealt.runs))
    } else {
      supersededTally.add(dealt, of: value, policy)
      superseded.append((output, dealt.runs))
    }
  }

  /// Books as stopped the `tainted` satoshis that enter a transaction with an input of unknown
  /// value, whose fee is unknown too.
  mutating func book(stoppedOutside tainted: Int64) {
    if policy == .poison {
      stoppedTally.add(tainted, labels: pool.runs)
    } else if policy == .haircut {
      stoppedTally.add(pool.runs)
    } else {
      stoppedTally.add(incoming)
    }
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
