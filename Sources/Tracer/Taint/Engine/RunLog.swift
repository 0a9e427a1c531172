/// What outputs were dealt, noted one after the other in two arrays, so that no output takes an
/// allocation of its own.
struct RunLog {
  /// An output with the place of its first run in `runs`, and a number that the log's owner gives it.
  struct Entry {
    var output: Int
    var firstRun: Int
    var mark: UInt32
  }

  /// The outputs, in the order in which they were noted.
  private(set) var entries: [Entry] = []
  /// The runs of all, one output after the other.
  private(set) var runs: [Run] = []

  /// Notes an output with its runs.
  mutating func append(_ output: Int, _ dealt: borrowing RunBuffer, mark: UInt32 = 0) {
    entries.append(Entry(output: output, firstRun: runs.count, mark: mark))
    for place in 0..<dealt.count { runs.append(dealt[place]) }
  }

  /// Where the runs of the entry at a place lie in `runs`.
  func range(at place: Int) -> Range<Int> {
    let end = place + 1 < entries.count ? entries[place + 1].firstRun : runs.count
    return entries[place].firstRun..<end
  }
}
