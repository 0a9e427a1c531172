import Bitcoin
import Ledger

/// Tells a CoinJoin by its equal outputs: one for each who takes part, and at most one change each.
///
/// With n outputs and p = (n + 1) / 2 rounded down, a CoinJoin has at least 2 inputs and 3 outputs,
/// at least p inputs, at least p different scripts among what they spend, and its most frequent
/// output value exactly p times, where no value that occurs p times is 546 or 2730 satoshis (the
/// dust that coloured coins send).
struct EqualOutputRule {
  private var values: [Int64] = []
  private var scripts: [UInt64] = []

  /// Whether a transaction is a CoinJoin by this rule. O(n log n) for those with as many inputs as
  /// the rule asks; at once for all others.
  mutating func matches(_ transaction: Int, _ columns: borrowing FlowColumns) -> Bool {
    let inputs = columns.inputs(of: transaction)
    let outputs = columns.outputs(of: transaction)
    let participants = (outputs.count + 1) / 2
    guard inputs.count >= 2, outputs.count >= 3, inputs.count >= participants else { return false }
    return hasEqualOutputs(outputs, participants, columns)
      && hasDistinctScripts(inputs, participants, columns)
  }

  /// Whether the most frequent value occurs `participants` times, and none of those is dust.
  private mutating func hasEqualOutputs(
    _ outputs: Range<Int>, _ participants: Int, _ columns: borrowing FlowColumns
  ) -> Bool {
    values.removeAll(keepingCapacity: true)
    for output in outputs { values.append(columns.outputValue[output].rawValue) }
    values.sort()
    var isFound = false
    var start = 0
    for end in 1...values.count where end == values.count || values[end] != values[start] {
      if end - start > participants { return false }
      if end - start == participants {
        if values[start] == 546 || values[start] == 2730 { return false }
        isFound = true
      }
      start = end
    }
    return isFound
  }

  /// Whether the inputs spend at least `participants` different scripts.
  private mutating func hasDistinctScripts(
    _ inputs: Range<Int>, _ participants: Int, _ columns: borrowing FlowColumns
  ) -> Bool {
    scripts.removeAll(keepingCapacity: true)
    // What lies outside the ledger may be of anybody, so each of it counts as another script.
    var unknown = 0
    for input in inputs {
      let prevout = columns.inputPrevout[input]
      if prevout == .none {
        unknown += 1
      } else {
        scripts.append(columns.outputScript[prevout.position].rawValue)
      }
    }
    scripts.sort()
    var distinct = unknown + (scripts.isEmpty ? 0 : 1)
    for index in 1..<max(1, scripts.count) where scripts[index] != scripts[index - 1] {
      distinct += 1
    }
    return distinct >= participants
  }
}
