import Bitcoin
import Ledger

/// Satoshis of one label inside an output or a fee.
struct Portion {
  /// How many there are.
  var amount: Int64
  /// Where they stand, in order, for policies by position; empty for the others.
  var ranges: [Range<Int64>] = []
}

/// Tells from which inputs satoshis of an output or a fee came: the rules of dealing turned round.
struct BackwardDealing {
  private var line = IncomingLine()

  /// The parts of what a transaction spends that a portion came from, in order, with what of each.
  ///
  /// Under poison these are all parts that bear the label, each with all of its value. Under every other
  /// policy their amounts add up to that of the portion.
  mutating func origins(
    of portion: Portion, label: UInt32, in flow: Flow, _ memory: borrowing TaintMemory,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [(flow: Flow, portion: Portion)] {
    let transaction: Int
    switch flow {
    case .output(let output): transaction = columns.transaction(ofOutput: output)
    case .fee(let payer): transaction = payer
    }
    try line.lay(transaction, memory, columns)
    var found: [Portion]
    switch memory.policy {
    case .poison: found = bearing(label)
    case .haircut: found = inProportion(portion.amount, label)
    case .fifo, .lifo:
      let start = BackwardDealing.start(of: flow, in: transaction, columns)
      found = at(shifted(portion.ranges, by: start, isReversed: memory.policy == .lifo))
    case .tiho:
      let start = firstTainted(of: flow, in: transaction, columns)
      found = atTainted(portion.ranges.map { $0.lowerBound + start..<$0.upperBound + start })
    }
    if memory.policy != .poison {
      let sum = found.reduce(Int64(0)) { $0 + $1.amount }
      guard sum == portion.amount else { throw .brokenPath(transaction: transaction) }
    }
    var origins: [(flow: Flow, portion: Portion)] = []
    for (place, portion) in found.enumerated() where portion.amount > 0 {
      guard let flow = line.parts[place].flow else { throw .brokenPath(transaction: transaction) }
      origins.append((flow, portion))
    }
    return origins
  }

  /// Where an output, or the fee, begins among all that a transaction pays.
  private static func start(
    of flow: Flow, in transaction: Int, _ columns: borrowing FlowColumns
  ) -> Int64 {
    let outputs = columns.outputs(of: transaction)
    var end = outputs.upperBound
    if case .output(let output) = flow { end = output }
    return (outputs.lowerBound..<end).reduce(0) { $0 + columns.outputValue[$1].rawValue }
  }

  /// The same stretches as places in the line, in order.
  private func shifted(
    _ ranges: [Range<Int64>], by start: Int64, isReversed: Bool
  ) -> [Range<Int64>] {
    if !isReversed { return ranges.map { $0.lowerBound + start..<$0.upperBound + start } }
    let end = line.length - start
    return ranges.reversed().map { end - $0.upperBound..<end - $0.lowerBound }
  }

  /// How many tainted satoshis TIHO deals before it comes to an output or the fee.
  private func firstTainted(
    of flow: Flow, in transaction: Int, _ columns: borrowing FlowColumns
  ) -> Int64 {
    var tainted: Int64 = 0
    line.forEachTainted { _, _, length, _ in tainted += length }
    var before: Int64 = 0
    for output in columns.outputs(of: transaction) {
      if case .output(let own) = flow {
        let (value, ownValue) = (columns.outputValue[output], columns.outputValue[own])
        guard value > ownValue || (value == ownValue && output < own) else { continue }
      }
      before += columns.outputValue[output].rawValue
    }
    return min(before, tainted)
  }
}

// MARK: - By part of the line

extension BackwardDealing {
  /// All of each part that bears a label.
  private func bearing(_ label: UInt32) -> [Portion] {
    line.parts.map { part in
      Portion(amount: line.runs[part.runs].contains { $0.label == label } ? part.value : 0)
    }
  }

  /// `amount` satoshis dealt to the parts by how much of the label each has, by the floors of the
  /// running sum.
  private func inProportion(_ amount: Int64, _ label: UInt32) -> [Portion] {
    var held = [Int64](repeating: 0, count: line.parts.count)
    line.forEachTainted { part, _, length, found in
      if found == label { held[part] += length }
    }
    let sum = held.reduce(0, +)
    guard sum >= amount, sum > 0 else { return [] }
    var running: Int64 = 0
    var before: Int64 = 0
    return held.map { length in
      running += length
      let upTo = Proportion.floor(amount, times: running, over: sum)
      defer { before = upTo }
      return Portion(amount: upTo - before)
    }
  }

  /// What stands at stretches of the line, as places in each part.
  private func at(_ ranges: [Range<Int64>]) -> [Portion] {
    var cutter = RangeCutter(ranges)
    var start: Int64 = 0
    return line.parts.map { part in
      defer { start += part.value }
      var portion = Portion(amount: 0)
      cutter.cut(start..<start + part.value, placedAt: 0, into: &portion)
      return portion
    }
  }

  /// What stands at stretches of the line's tainted satoshis, counted without the clean ones, as places
  /// in each part.
  private func atTainted(_ ranges: [Range<Int64>]) -> [Portion] {
    var found = [Portion](repeating: Portion(amount: 0), count: line.parts.count)
    var cutter = RangeCutter(ranges)
    var count: Int64 = 0
    line.forEachTainted { part, start, length, _ in
      cutter.cut(count..<count + length, placedAt: start, into: &found[part])
      count += length
    }
    return found
  }
}

/// Cuts ranges that stand in order at the bounds of stretches that come in order.
private struct RangeCutter {
  private let ranges: [Range<Int64>]
  private var next = 0

  init(_ ranges: [Range<Int64>]) { self.ranges = ranges }

  /// Adds to a portion what the ranges have of a stretch, whose first satoshi has the place `place`
  /// there.
  mutating func cut(_ stretch: Range<Int64>, placedAt place: Int64, into portion: inout Portion) {
    while next < ranges.count, ranges[next].lowerBound < stretch.upperBound {
      let piece = ranges[next].clamped(to: stretch)
      if !piece.isEmpty {
        let from = piece.lowerBound - stretch.lowerBound + place
        let to = from + Int64(piece.count)
        portion.amount += Int64(piece.count)
        if let last = portion.ranges.last, last.upperBound == from {
          portion.ranges[portion.ranges.count - 1] = last.lowerBound..<to
        } else {
          portion.ranges.append(from..<to)
        }
      }
      // A range that goes on behind the stretch is cut again at the next one.
      if ranges[next].upperBound > stretch.upperBound { return }
      next += 1
    }
  }
}
