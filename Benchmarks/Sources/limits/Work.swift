import Bitcoin
import Ledger
import Tracer

/// One thing that is timed against the walk.
struct Work {
  /// What it is.
  var name: String
  /// Does it, and gives a number that depends on all of it.
  var run: (borrowing ChainLedger) throws -> Int64

  /// All that is timed.
  static func all(_ ledger: borrowing ChainLedger) -> [Work] {
    let early = sources(100, from: 0, ledger)
    let many = sources(10_000, from: 0, ledger)
    let late = sources(100, from: ledger.outputCount - ledger.outputCount / 100, ledger)
    var works: [Work] = []
    for policy in TaintPolicy.allCases {
      works.append(trace("\(policy), 100 early sources", early, policy, .sink))
      works.append(trace("\(policy), 10,000 early sources", many, policy, .sink))
    }
    works.append(trace("fifo, 100 early, fees followed", early, .fifo, .follow))
    works.append(trace("haircut, 100 early, fees followed", early, .haircut, .follow))
    works.append(trace("fifo, 100 late sources", late, .fifo, .sink))
    works.append(
      Work(name: "multi-input clusters") { ledger in
        Int64(try Clusters.multiInput(ledger).count)
      })
    return works
  }

  private static func trace(
    _ name: String, _ sources: [TaintSource], _ policy: TaintPolicy, _ fees: FeeHandling
  ) -> Work {
    Work(name: name) { ledger in
      let result = try Trace.run(ledger, sources: sources, policy: policy, fees: fees)
      return result.totals.unspent.total.rawValue
    }
  }

  /// So many outputs of some value, in chain order, all of one label.
  private static func sources(
    _ count: Int, from first: Int, _ ledger: borrowing ChainLedger
  ) -> [TaintSource] {
    var sources: [TaintSource] = []
    var output = first
    while sources.count < count, output < ledger.outputCount {
      if ledger.outputValue[output].rawValue > 0 {
        sources.append(.output(OutputIndex(output), label: "source"))
      }
      output += 1
    }
    return sources
  }
}
