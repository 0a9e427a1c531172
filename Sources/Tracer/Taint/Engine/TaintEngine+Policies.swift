import Bitcoin
import Ledger

/// How each policy deals what was gathered. All take `valueIn`, the sum of the inputs, and leave in
/// `feeRuns` what falls to the fee, which they return.
extension TaintEngine {
  /// Every output, and the fee, wholly tainted by every label that came in.
  mutating func dealPoison(
    _ valueIn: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    var paid: Int64 = 0
    for output in outputs {
      let value = columns.outputValue[output].rawValue
      paid = try TaintEngine.add(value, to: paid, transaction)
      if value == 0 { continue }
      TaintEngine.fill(&dealt, with: value, underEachOf: pool.runs)
      try place(at: output, nextInput: nextInput, columns)
    }
    guard paid <= valueIn else { throw .outputsExceedInputs(transaction: transaction) }
    if paid < valueIn {
      TaintEngine.fill(&feeRuns, with: valueIn - paid, underEachOf: pool.runs)
    }
    return valueIn - paid
  }

  /// `value` satoshis under each of the labels that are given.
  @inline(__always)
  static func fill(
    _ runs: inout RunBuffer, with value: Int64, underEachOf labels: borrowing RunBuffer
  ) {
    runs.removeAll()
    for place in 0..<labels.count { runs.append(Run(length: value, label: labels[place].label)) }
  }

  /// To each output the share by the floors of the running sum; the fee takes the rest.
  mutating func dealHaircut(
    _ valueIn: Int64, tainted: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    var paid: Int64 = 0
    var before: Int64 = 0
    for output in outputs {
      paid = try TaintEngine.add(columns.outputValue[output].rawValue, to: paid, transaction)
      guard paid <= valueIn else { throw .outputsExceedInputs(transaction: transaction) }
      let upTo = Proportion.floor(tainted, times: paid, over: valueIn)
      if upTo == before { continue }
      dealt.removeAll()
      pool.deal(upTo - before, of: tainted - before, into: &dealt)
      before = upTo
      try place(at: output, nextInput: nextInput, columns)
    }
    for place in 0..<pool.runs.count {
      feeRuns.append(length: pool.runs[place].length, label: pool.runs[place].label)
    }
    feeRuns.append(length: valueIn - paid - (tainted - before), label: Run.clean)
    return valueIn - paid
  }

  /// Runs to the outputs in order, then to the fee.
  mutating func dealInOrder(
    _ valueIn: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    var paid: Int64 = 0
    var index = 0
    var left = incoming.length(at: 0)
    for output in outputs {
      var needed = columns.outputValue[output].rawValue
      paid = try TaintEngine.add(needed, to: paid, transaction)
      guard paid <= valueIn else { throw .outputsExceedInputs(transaction: transaction) }
      dealt.removeAll()
      while needed > 0 {
        let taken = min(left, needed)
        dealt.append(length: taken, label: incoming[index].label)
        needed -= taken
        left -= taken
        if left == 0 {
          index += 1
          left = incoming.length(at: index)
        }
      }
      try place(at: output, nextInput: nextInput, columns)
    }
    while index < incoming.count {
      feeRuns.append(length: left, label: incoming[index].label)
      index += 1
      left = incoming.length(at: index)
    }
    return valueIn - paid
  }

  /// The runs reversed, then to the outputs in order, then to the fee.
  mutating func dealReversed(
    _ valueIn: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    incoming.reverse()
    return try dealInOrder(
      valueIn, to: outputs, of: transaction, nextInput: nextInput, columns)
  }

  /// Tainted runs to the outputs from the highest value down, lower places first among equals, then
  /// to the fee. Inside an output the clean satoshis stand last.
  mutating func dealToHighest(
    _ valueIn: Int64, tainted: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    var paid: Int64 = 0
    byValue.removeAll(keepingCapacity: true)
    for output in outputs {
      let value = columns.outputValue[output].rawValue
      paid = try TaintEngine.add(value, to: paid, transaction)
      if value > 0 { byValue.append((value, output)) }
    }
    guard paid <= valueIn else { throw .outputsExceedInputs(transaction: transaction) }
    byValue.sort { $0.value == $1.value ? $0.output < $1.output : $0.value > $1.value }
    incoming.removeClean()
    var index = 0
    var left = incoming.length(at: 0)
    for place in 0..<byValue.count where index < incoming.count {
      var needed = byValue[place].value
      dealt.removeAll()
      while needed > 0, index < incoming.count {
        let taken = min(left, needed)
        dealt.append(length: taken, label: incoming[index].label)
        needed -= taken
        left -= taken
        if left == 0 {
          index += 1
          left = incoming.length(at: index)
        }
      }
      try self.place(at: byValue[place].output, nextInput: nextInput, columns)
    }
    var clean = valueIn - paid
    while index < incoming.count {
      feeRuns.append(length: left, label: incoming[index].label)
      clean -= left
      index += 1
      left = incoming.length(at: index)
    }
    feeRuns.append(length: clean, label: Run.clean)
    return valueIn - paid
  }
}
