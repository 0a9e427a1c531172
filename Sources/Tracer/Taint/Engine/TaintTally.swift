import Bitcoin

/// A growing amount of taint, in total and by label; wide enough that no sum can overflow.
struct TaintTally {
  /// Satoshis, each counted once.
  private(set) var total: Int128 = 0
  /// Label number less one -> satoshis.
  private(set) var byLabel: [Int128]

  /// Nothing yet, of so many labels.
  init(labelCount: Int) {
    byLabel = [Int128](repeating: 0, count: labelCount)
  }

  /// Adds the tainted runs of a list in which no satoshi stands twice.
  mutating func add(_ runs: borrowing RunBuffer) {
    for place in 0..<runs.count where runs[place].label != Run.clean {
      total += Int128(runs[place].length)
      byLabel[Int(runs[place].label) - 1] += Int128(runs[place].length)
    }
  }

  /// Adds all of another tally of the same labels.
  mutating func add(_ other: TaintTally) {
    total += other.total
    for label in byLabel.indices { byLabel[label] += other.byLabel[label] }
  }

  /// Adds `value` satoshis of one label.
  mutating func add(_ value: Int64, label: UInt32) {
    total += Int128(value)
    byLabel[Int(label) - 1] += Int128(value)
  }

  /// Adds `value` satoshis, of each label as many as its run in `labels` has.
  mutating func add(_ value: Int64, labels: borrowing RunBuffer) {
    total += Int128(value)
    for place in 0..<labels.count {
      byLabel[Int(labels[place].label) - 1] += Int128(labels[place].length)
    }
  }

  /// Adds what a list of runs says of an output or a fee of `value` satoshis: under poison each of
  /// its labels has all of them.
  mutating func add(_ runs: borrowing RunBuffer, of value: Int64, _ policy: TaintPolicy) {
    if policy == .poison {
      if !runs.isEmpty { add(value, labels: runs) }
    } else {
      add(runs)
    }
  }

  /// The amount; nil where a sum does not fit 64 bits.
  var amount: TaintAmount? {
    guard let total = Int64(exactly: total) else { return nil }
    var amounts: [Satoshi] = []
    amounts.reserveCapacity(byLabel.count)
    for amount in byLabel {
      guard let value = Int64(exactly: amount) else { return nil }
      amounts.append(Satoshi(value))
    }
    return TaintAmount(total: Satoshi(total), byLabel: amounts)
  }
}
