import Bitcoin
import Ledger

/// Where taint ends before the chain does.
extension TaintEngine {
  /// Books on a stop's line what stands in `dealt`, which reached an output.
  mutating func book(stopped output: Int, of value: Int64, line: UInt32) {
    stopTallies[Int(line) - 1].add(dealt, of: value, policy)
    stopped.append(output, dealt, mark: line)
  }

  /// Books on a line all that a transaction spends, and gives up what the spent outputs carried: what
  /// it pays is clean, its fee too.
  ///
  /// - Returns: the fee; nil where it is unknown.
  mutating func stop(
    at transaction: Int, line: UInt32, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64? {
    hops.beginTransaction()
    for input in columns.inputs(of: transaction) {
      let prevout = columns.inputPrevout[input]
      guard prevout != .none else { continue }
      let slot = slots[prevout.position]
      guard slot != 0 else { continue }
      dealt.removeAll()
      for index in 0..<arena.count(at: slot) { dealt.append(arena.run(index, at: slot)) }
      let value = columns.outputValue[prevout.position].rawValue
      book(stopped: prevout.position, of: value, line: line)
      arena.release(slot)
      slots.set(prevout.position, to: 0)
    }
    return try TaintEngine.fee(of: transaction, columns)
  }

  /// Books as stopped the `tainted` satoshis that enter a transaction with an input of unknown
  /// value, whose fee is unknown too.
  mutating func book(stoppedOutside tainted: Int64) {
    if policy == .poison {
      outsideTally.add(tainted, labels: pool.runs)
    } else if policy == .haircut {
      outsideTally.add(pool.runs)
    } else {
      outsideTally.add(incoming)
    }
  }
}
