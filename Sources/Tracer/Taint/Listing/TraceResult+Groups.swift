public import Bitcoin

/// Tainted outputs that something puts together, such as their address.
public struct TaintedGroup<Key: Hashable & Sendable>: Hashable, Sendable {
  /// What they have in common.
  public var key: Key
  /// How many outputs there are.
  public var count: Int
  /// What they are worth.
  public var value: Satoshi
  /// How much of that is tainted.
  public var tainted: Satoshi
  /// The tainted satoshis of each label, labels in order; under poison each label's whole outputs.
  public var byLabel: [LabelAmount]
}

extension TraceResult {
  /// The unspent outputs that carry taint, put together by `key`, those with the most taint first, in
  /// chain order of their first outputs where equal.
  ///
  /// O(outputs and their labels), and sorting the groups.
  ///
  /// - Throws: `sumOutOfRange`; `notConserved` where the groups do not add up to what is unspent, which
  ///   is a bug.
  public func groups<Key: Hashable & Sendable>(
    by key: (TaintedOutput) -> Key
  ) throws(TraceError) -> [TaintedGroup<Key>] {
    var places: [Key: Int] = [:]
    var sums: [GroupSum<Key>] = []
    for output in outputs {
      let key = key(output)
      let place = places[key] ?? sums.count
      if place == sums.count {
        places[key] = place
        sums.append(GroupSum(key: key))
      }
      sums[place].add(output)
    }
    var groups: [TaintedGroup<Key>] = []
    groups.reserveCapacity(sums.count)
    var total = Int128(0)
    for sum in sums {
      guard let group = sum.group else { throw .sumOutOfRange }
      groups.append(group)
      total += sum.tainted
    }
    guard total == Int128(totals.unspent.total.rawValue) else {
      throw .notConserved(
        label: nil, sources: totals.unspent.total, found: Satoshi(Int64(clamping: total)))
    }
    return groups.enumerated().sorted {
      $0.element.tainted == $1.element.tainted
        ? $0.offset < $1.offset : $0.element.tainted > $1.element.tainted
    }.map(\.element)
  }
}

/// A group while it grows; wide enough that no sum can overflow.
private struct GroupSum<Key: Hashable & Sendable> {
  var key: Key
  var count = 0
  var value = Int128(0)
  var tainted = Int128(0)
  var byLabel: [Int: Int128] = [:]

  mutating func add(_ output: TaintedOutput) {
    count += 1
    value += Int128(output.value.rawValue)
    tainted += Int128(output.tainted.rawValue)
    for share in output.byLabel {
      byLabel[share.label, default: 0] += Int128(share.amount.rawValue)
    }
  }

  /// The group; nil where a sum does not fit 64 bits.
  var group: TaintedGroup<Key>? {
    guard let value = Int64(exactly: value), let tainted = Int64(exactly: tainted) else {
      return nil
    }
    var shares: [LabelAmount] = []
    for (label, amount) in byLabel.sorted(by: { $0.key < $1.key }) {
      guard let amount = Int64(exactly: amount) else { return nil }
      shares.append(LabelAmount(label: label, amount: Satoshi(amount)))
    }
    return TaintedGroup(
      key: key, count: count, value: Satoshi(value), tainted: Satoshi(tainted), byLabel: shares)
  }
}
