/// A stretch of satoshis that bear one label.
///
/// Labels are numbered from 1 in the order in which the sources first name them; 0 is clean.
struct Run: BitwiseCopyable, Equatable {
  /// The label of clean satoshis.
  static var clean: UInt32 { 0 }

  /// Satoshis; in a list of poison, the whole value of the output.
  var length: Int64
  /// The label's number; in a free block of a `RunArena`, the next free block.
  var label: UInt32
  /// In the first run of a list kept in a `RunArena`, how many runs the list has.
  var count: UInt32 = 0
}

extension [Run] {
  /// Appends a run, joined with the last one where that bears the same label.
  @inline(__always)
  mutating func append(length: Int64, label: UInt32) {
    if length == 0 { return }
    let last = count - 1
    if last >= 0, self[last].label == label {
      self[last].length += length
    } else {
      append(Run(length: length, label: label))
    }
  }

  /// The tainted satoshis of the list.
  var tainted: Int64 {
    var sum: Int64 = 0
    for run in self where run.label != Run.clean { sum += run.length }
    return sum
  }

  /// Cuts the list down to its first `length` satoshis, and gives what falls off its end to
  /// `overhang`.
  mutating func cut(to length: Int64, overhang: inout [Run]) {
    var left = length
    var kept = 0
    while kept < count, self[kept].length <= left {
      left -= self[kept].length
      kept += 1
    }
    guard kept < count else { return }
    overhang.append(length: self[kept].length - left, label: self[kept].label)
    for index in (kept + 1)..<count {
      overhang.append(length: self[index].length, label: self[index].label)
    }
    if left > 0 {
      self[kept].length = left
      kept += 1
    }
    removeLast(count - kept)
  }
}
