import CWalk
import Files
import Foundation
import Ledger
import Racing

/// The walk over all inputs and outputs in Swift, and in C.
enum WalkRace {
  /// How many times as long as the C loop the walk may take.
  private static let allowed = 1.2
  /// How many transactions a thread takes at a time.
  private static let piece = 1 << 14

  /// Runs both in turn on one thread and on two, and prints the least of each.
  static func run(_ ledger: borrowing ChainLedger, rounds: Int) throws {
    let count = ledger.transactionCount
    print(
      "walk over all inputs and outputs against a plain C loop: \(count) transactions, "
        + "\(ledger.inputCount) inputs, \(ledger.outputCount) outputs; least of \(rounds) rounds")
    print("threads   walk ms      C ms   ns each  of C by the clock (by processor time)")
    var least: [Spent] = []
    for threads in [1, 2] {
      var walks: [Spent] = []
      var loops: [Spent] = []
      for _ in 0..<rounds {
        var start = Spent.now()
        let fees = sum(count, threads) { Walk.run(ledger, $0) }
        walks.append(Spent.now() - start)
        start = Spent.now()
        let expected = sum(count, threads) { plainLoop(ledger, $0) }
        loops.append(Spent.now() - start)
        guard fees == expected else { throw Unfit(why: "the two sums are not the same") }
      }
      let (walk, loop) = (Spent.least(walks), Spent.least(loops))
      least.append(walk)
      let ratio = walk.wall / loop.wall
      print(
        String(
          format: "%7ld %9.3f %9.3f %9.2f  %.2f (%.2f)", threads, 1e3 * walk.wall,
          1e3 * loop.wall, 1e9 * walk.wall / Double(count), ratio,
          walk.processor / loop.processor) + Spent.verdict(ratio, atMost: allowed))
    }
    print(
      String(format: "two threads are %.2f times as fast as one", least[0].wall / least[1].wall))
  }

  private static func sum(
    _ count: Int, _ threads: Int, _ body: @Sendable (Range<Int>) -> Int64
  ) -> Int64 {
    let pieces = (count + piece - 1) / piece
    return Workers.map(count: pieces, threads: threads) { number in
      body(number * piece..<min(count, (number + 1) * piece))
    }.reduce(0, +)
  }

  private static func plainLoop(_ ledger: borrowing ChainLedger, _ rows: Range<Int>) -> Int64 {
    ledger.txFirstInput.withUnsafeBufferPointer { firstInput in
      ledger.txFirstOutput.withUnsafeBufferPointer { firstOutput in
        ledger.inputPrevout.withUnsafeBytes { prevout in
          ledger.outputValue.withUnsafeBytes { value in
            walk_fees(
              firstInput.baseAddress, firstOutput.baseAddress,
              prevout.assumingMemoryBound(to: UInt64.self).baseAddress,
              value.assumingMemoryBound(to: Int64.self).baseAddress, UInt64(rows.lowerBound),
              UInt64(rows.upperBound))
          }
        }
      }
    }
  }
}
