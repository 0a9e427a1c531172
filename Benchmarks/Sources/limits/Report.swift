import Foundation
import Ledger
import Racing

/// A table of times, each as a multiple of the walk.
enum Report {
  /// Times everything in rounds and prints the table.
  static func make(_ ledger: borrowing ChainLedger, rounds: Int) throws {
    let works = Work.all(ledger)
    var walks: [Duration] = []
    var times = [[Duration]](repeating: [], count: works.count)
    var check: Int64 = 0
    for _ in 0..<rounds {
      for (index, work) in works.enumerated() {
        var start = now()
        check &+= Walk.run(ledger)
        walks.append(now() - start)
        start = now()
        check &+= try work.run(ledger)
        times[index].append(now() - start)
      }
    }
    walks.sort()
    print(
      "\(ledger.transactionCount) transactions, \(ledger.inputCount) inputs, "
        + "\(ledger.outputCount) outputs; least and median of \(rounds) rounds; check \(check)")
    print(row("", "least us", "median us", "walks"))
    print(row("plain walk", text(walks[0]), text(walks[walks.count / 2]), "1.00"))
    for (work, unsorted) in zip(works, times) {
      let sorted = unsorted.sorted()
      // The least of each is what the machine's other work disturbs least.
      let hundredths = microseconds(sorted[0]) * 100 / max(1, microseconds(walks[0]))
      print(
        row(
          work.name, text(sorted[0]), text(sorted[sorted.count / 2]),
          "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"))
    }
  }

  /// The time that this thread has had of a core, so that other work on the machine counts less.
  private static func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private static func microseconds(_ duration: Duration) -> Int {
    Int(duration / .microseconds(1))
  }

  private static func text(_ duration: Duration) -> String { String(microseconds(duration)) }

  private static func row(_ cells: String...) -> String {
    let widths = [36, 10, 10, 8]
    var line = ""
    for (place, cell) in cells.enumerated() {
      let space = String(repeating: " ", count: max(1, widths[place] - cell.count))
      line += place == 0 ? cell + space : space + cell
    }
    return line
  }
}
