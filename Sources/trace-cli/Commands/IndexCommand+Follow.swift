import ArgumentParser
import Bitcoin
import Case
import Files
import Ledger

/// How long to wait between two looks, as the command line has it: `5s`, `500ms`, `2m`.
struct Interval: ExpressibleByArgument {
  /// How long.
  let duration: Duration

  /// The shortest and the longest that are taken.
  static let range: ClosedRange<Duration> = Duration.milliseconds(50)...Duration.seconds(3_600)

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), count < 1_000_000 else { return nil }
    switch argument.dropFirst(digits.count) {
    case "ms": duration = .milliseconds(count)
    case "s": duration = .seconds(count)
    case "m": duration = .seconds(60 * count)
    default: return nil
    }
    guard Interval.range.contains(duration) else { return nil }
  }
}

/// Keeps a case's ledger up with its block files until a signal says to stop.
struct CaseFollower {
  private let opened: OpenCase
  private let console: Console
  private let isJSON: Bool
  private let signals: StopSignals
  private var follow: LedgerFollow
  /// The tip that was printed last.
  private var tip: BlockHash?
  /// What was noted last, so that nothing is said at every look.
  private var told: [String] = []

  init(
    _ opened: OpenCase, allowsLessWork: Bool, threads: ThreadOptions, memory: ByteSize?,
    isJSON: Bool,
    on console: Console
  ) {
    self.opened = opened
    self.console = console
    self.isJSON = isJSON
    // Before the first thread is made.
    signals = StopSignals()
    follow = LedgerFollow(
      blocks: opened.blocks, network: opened.network, anchor: opened.description.anchor,
      ledger: opened.folder.ledger, allowsLessWork: allowsLessWork, threads: threads.count,
      memory: memory?.bytes)
  }

  /// Follows until the process is asked to stop.
  ///
  /// - Throws: `LedgerError` where the first look fails; later ones are tried again. `Refusal` where stdout
  ///   cannot be written.
  mutating func run(every interval: Duration) throws {
    repeat {
      do throws(LedgerError) {
        try look()
      } catch {
        if error == .stopped { break }
        guard tip != nil else { throw error }
        tell(["\(error); trying again"])
      }
      try console.flush()
    } while !signals.wait(interval)
    console.endProgress()
    console.note("stopped; the ledger is complete up to the last tip")
  }

  private mutating func look() throws(LedgerError) {
    let (signals, console, isFirst) = (signals, console, tip == nil)
    let found = try follow.look(isStopped: { signals.isPending }) { progress in
      // Later looks are short, and their bars would only flicker.
      if isFirst { console.show(progress) }
    }
    console.endProgress()
    guard let found else { return }
    if found.report.tip != tip { printTip(found.report) }
    guard found.isFinal || isFirst else { return }
    tell(found.report.remarks + found.growing.map { "waiting for the rest of \($0)" })
  }

  private mutating func printTip(_ report: ImportReport) {
    tip = report.tip
    if isJSON { return console.print(report.json) }
    console.print("tip: height \(report.tipHeight), \(report.tip) (\(report.deed))")
  }

  /// Says on stderr what was not said at the last time.
  private mutating func tell(_ lines: [String]) {
    for line in lines where !told.contains(line) { console.note(line) }
    told = lines
  }
}
