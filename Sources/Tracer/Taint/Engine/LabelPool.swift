/// Gathers how much of each label there is, for policies that do not look at positions.
struct LabelPool {
  /// The labels that are in the pool, in label order, each with its satoshis.
  private(set) var runs = RunBuffer()
  /// Label number -> its place in `runs` plus one, 0 where it is not there.
  private var places: [UInt32]
  /// Whether `runs` is in label order.
  private var isSorted = true

  /// An empty pool for labels 1 to `labelCount`.
  init(labelCount: Int) {
    places = [UInt32](repeating: 0, count: labelCount + 1)
  }

  /// Empties the pool.
  mutating func removeAll() {
    for place in 0..<runs.count { places[Int(runs[place].label)] = 0 }
    runs.removeAll()
    isSorted = true
  }

  /// Adds satoshis of a label.
  @inline(__always)
  mutating func add(_ length: Int64, label: UInt32) {
    let place = Int(places[Int(label)])
    if place > 0 {
      runs.lengthen(at: place - 1, by: length)
    } else {
      if runs.count > 0, runs[runs.count - 1].label > label { isSorted = false }
      runs.append(Run(length: length, label: label))
      places[Int(label)] = UInt32(runs.count)
    }
  }

  /// Puts the labels in order; nothing can be added until the pool has been emptied.
  mutating func sort() {
    if isSorted { return }
    runs.sortByLabel()
    isSorted = true
  }

  /// Takes `amount` of the pool's `sum` satoshis out, from each label its share by the floors of the
  /// running sum, into `dealt`.
  mutating func deal(_ amount: Int64, of sum: Int64, into dealt: inout RunBuffer) {
    if runs.count == 1 {
      runs.lengthen(at: 0, by: -amount)
      dealt.append(length: amount, label: runs[0].label)
      return
    }
    var running: Int64 = 0
    var before: Int64 = 0
    for index in 0..<runs.count {
      running += runs[index].length
      let upTo = Proportion.floor(amount, times: running, over: sum)
      runs.lengthen(at: index, by: before - upTo)
      dealt.append(length: upTo - before, label: runs[index].label)
      before = upTo
    }
  }
}

/// Exact shares of satoshis.
enum Proportion {
  /// The floor of `part * factor / whole`, over a product of 128 bits.
  ///
  /// - Precondition: none is negative, `whole` is above 0 and `part` is at most `whole`.
  @inline(__always)
  static func floor(_ part: Int64, times factor: Int64, over whole: Int64) -> Int64 {
    if part == whole { return factor }
    let divisor = UInt64(whole)
    let product = UInt64(part).multipliedFullWidth(by: UInt64(factor))
    if product.high == 0 { return Int64(product.low / divisor) }
    return Int64(divisor.dividingFullWidth(product).quotient)
  }
}
