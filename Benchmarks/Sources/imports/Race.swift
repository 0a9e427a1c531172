import Foundation
import Ledger
import Racing

/// The import of a case, and parsing and txid hashing alone over the same bytes.
struct Race {
  private let trial: Trial
  private let limit: ParsingLimit

  /// How many times as long as the limit an import may take on one thread.
  private static let allowed = 2.5
  /// How many times as fast it should be on two.
  private static let wanted = 1.8

  /// A race with a case's import.
  init(_ trial: Trial) throws {
    self.trial = trial
    limit = try ParsingLimit(trial.blocks, network: trial.network)
  }

  /// Runs both in turn, on one thread and on two, and prints the least of each.
  func run(rounds: Int) throws {
    var imports: [[Spent]] = [[], []]
    var limits: [[Spent]] = [[], []]
    var transactions = 0
    for _ in 0..<rounds {
      for threads in [1, 2] {
        let (report, spent) = try trial.run(threads: threads)
        imports[threads - 1].append(spent)
        let start = Spent.now()
        let found = try limit.run(threads: threads)
        limits[threads - 1].append(Spent.now() - start)
        transactions = report.transactionCount
        guard found.transactions == transactions, found.outputs == report.outputCount else {
          throw Unfit(why: "the limit has not parsed the best chain's transactions and no others")
        }
      }
    }
    for threads in [1, 2] {
      print(line(threads, transactions, imports[threads - 1], limits[threads - 1]))
    }
    let (one, two) = (Spent.least(imports[0]).wall, Spent.least(imports[1]).wall)
    print(
      String(format: "%12ld two threads are %.2f times as fast as one", transactions, one / two)
        + (one / two >= Race.wanted
          ? "  ok, at least \(Race.wanted)" : "  under: at least \(Race.wanted) was asked for"))
  }

  /// Transactions, threads, seconds of the import and of the limit, the import in multiples of the limit
  /// by the clock and by processor time, megabytes and transactions a second.
  private func line(_ threads: Int, _ count: Int, _ imports: [Spent], _ limits: [Spent]) -> String {
    let (least, limit) = (Spent.least(imports), Spent.least(limits))
    let ratio = least.wall / limit.wall
    let verdict = threads == 1 ? Spent.verdict(ratio, atMost: Race.allowed) : ""
    return String(
      format: "%12ld %7ld %9.3f %9.3f %9.3f   %5.2f (%.2f) %8.0f %10.0f", count, threads,
      least.wall, least.processor, limit.wall, ratio, least.processor / limit.processor,
      Double(self.limit.byteCount) / 1e6 / least.wall, Double(count) / least.wall) + verdict
  }
}
