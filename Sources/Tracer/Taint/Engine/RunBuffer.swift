/// A list of runs that is filled and emptied again and again without giving up its memory.
struct RunBuffer {
  private var cells: [Run] = []
  /// How many runs there are.
  private(set) var count = 0

  /// Whether there is none.
  @inline(__always)
  var isEmpty: Bool { count == 0 }

  /// The runs in an array of their own.
  var runs: [Run] { Array(cells[0..<count]) }

  /// The run at a place below `count`.
  @inline(__always)
  subscript(place: Int) -> Run { cells[place] }

  /// The length of the run at a place; 0 beyond the last one.
  @inline(__always)
  func length(at place: Int) -> Int64 { place < count ? cells[place].length : 0 }

  /// Empties the list.
  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Appends a run, whatever stands before it.
  @inline(__always)
  mutating func append(_ run: Run) {
    if count < cells.count { cells[count] = run } else { cells.append(run) }
    count += 1
  }

  /// Appends satoshis, to the last run where that bears the same label.
  @inline(__always)
  mutating func append(length: Int64, label: UInt32) {
    if length == 0 { return }
    if count > 0, cells[count - 1].label == label {
      cells[count - 1].length += length
    } else {
      append(Run(length: length, label: label))
    }
  }

  /// Changes the length of the run at a place below `count` by `difference`.
  @inline(__always)
  mutating func lengthen(at place: Int, by difference: Int64) {
    cells[place].length += difference
  }

  /// Takes the last run off where it is clean: clean satoshis at the end go without saying.
  @inline(__always)
  mutating func trim() {
    if count > 0, cells[count - 1].label == Run.clean { count -= 1 }
  }
}

// MARK: - As a whole

extension RunBuffer {
  /// The tainted satoshis of the list.
  var tainted: Int64 {
    var sum: Int64 = 0
    for place in 0..<count where cells[place].label != Run.clean { sum += cells[place].length }
    return sum
  }

  /// Turns the list round.
  mutating func reverse() {
    cells[0..<count].reverse()
  }

  /// Takes the clean runs out.
  mutating func removeClean() {
    var kept = 0
    for place in 0..<count where cells[place].label != Run.clean {
      cells[kept] = cells[place]
      kept += 1
    }
    count = kept
  }

  /// Puts the runs in the order of their labels.
  mutating func sortByLabel() {
    cells[0..<count].sort { $0.label < $1.label }
  }

  /// Cuts the list down to its first `length` satoshis, and gives what falls off its end to
  /// `overhang`.
  mutating func cut(to length: Int64, overhang: inout RunBuffer) {
    var left = length
    var kept = 0
    while kept < count, cells[kept].length <= left {
      left -= cells[kept].length
      kept += 1
    }
    guard kept < count else { return }
    overhang.append(length: cells[kept].length - left, label: cells[kept].label)
    for place in (kept + 1)..<count {
      overhang.append(length: cells[place].length, label: cells[place].label)
    }
    if left > 0 {
      cells[kept].length = left
      kept += 1
    }
    count = kept
  }
}
