import Bitcoin
import Ledger

/// Where taint ends before the chain does.
extension TaintEngine {
  /// Books on a stop's line what stands in `dealt`, which reached an output.
  mutating func book(stopped output: Int, of value: Int64, line: UInt32) {
    stopTallies[Int(line) - 1].add(dealt, of: value, policy)
    stopped.append(output, dealt, mark: line)
  }

  /// Books on its line all that a transaction spends, and gives up what the spent outputs carried: what
  /// it pays is clean, its fee too.
  mutating func stop(_ spending: borrowing Spending) {
    hops.beginTransaction()
    for place in 0..<spending.prevouts.count {
      let (prevout, value) = spending.prevouts[place]
      let slot = slots[prevout]
      guard slot != 0 else { continue }
      dealt.removeAll()
      for index in 0..<arena.count(at: slot) { dealt.append(arena.run(index, at: slot)) }
      book(stopped: prevout, of: value, line: spending.stopLine)
      arena.release(slot)
      slots.set(prevout, to: 0)
    }
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
