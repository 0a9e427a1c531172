/// The line on stderr that tells how far a stage has come.
struct ProgressLine {
  private let showsBar: Bool
  private var stage = ""
  private var shown = ""
  private var last = ContinuousClock.now

  /// A line that has told nothing yet.
  init(showsBar: Bool) {
    self.showsBar = showsBar
  }

  /// What to write for the new state; nil where the last line still tells enough.
  mutating func advance(stage: String, done: Int, total: Int) -> String? {
    let now = ContinuousClock.now
    let isNew = stage != self.stage
    let pause: Duration = showsBar ? .milliseconds(50) : .seconds(10)
    guard isNew || now - last >= pause || (showsBar && done >= total) else { return nil }
    self.stage = stage
    last = now
    guard showsBar else {
      return !isNew && total > 0 ? "\(stage): \(done) of \(total)\n" : "\(stage) …\n"
    }
    var text = "\(stage) …"
    if total > 0 {
      let share = min(max(done, 0), total)
      let filled = 30 * share / total
      let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 30 - filled)
      let name = stage + String(repeating: " ", count: max(0, 24 - stage.count))
      text = "\(name) [\(bar)] \(100 * share / total) %"
    }
    guard text != shown else { return nil }
    let gap = String(repeating: " ", count: max(0, shown.count - text.count))
    shown = text
    return "\r\(text)\(gap)"
  }

  /// What removes the bar from the terminal; nil where none stands there.
  mutating func wipe() -> String? {
    guard showsBar, !shown.isEmpty else { return nil }
    let blank = String(repeating: " ", count: shown.count)
    shown = ""
    stage = ""
    return "\r\(blank)\r"
  }
}
