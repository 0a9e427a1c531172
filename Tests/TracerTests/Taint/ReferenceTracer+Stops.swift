@testable import Tracer

/// Where the reference stops: each stop is asked in the order in which it was named.
extension ReferenceTracer {
  /// The line of the first stop that names an output; nil for none. Lines are named in the order of
  /// the first stop on each, so the one with the lowest number counts.
  func line(at ref: World.Ref) -> String? {
    var lines: [Int] = []
    for (number, stop) in question.stops.enumerated() {
      let isNamed: Bool
      switch stop {
      case .outputs(let refs): isNamed = refs.contains(ref)
      case .scripts(let scripts): isNamed = scripts.contains(world.script(ref))
      case .cluster(let scripts): isNamed = scripts.contains(world.script(ref))
      case .coinJoins: isNamed = false
      }
      if isNamed { lines.append(number % Question.lineCount) }
    }
    return lines.min().map { "\($0)" }
  }

  /// Whether a transaction is a CoinJoin, by the sentences of docs/clusters.md.
  func isCoinJoin(_ tx: Int) -> Bool {
    let transaction = world.transactions[tx]
    let count = (transaction.outputs.count + 1) / 2
    var frequency: [Int64: Int] = [:]
    for value in transaction.outputs { frequency[value, default: 0] += 1 }
    let tops = frequency.filter { $0.value == count }.keys
    let scripts = Set(transaction.inputs.compactMap { $0.map { world.script($0) } })
    let unknown = transaction.inputs.count { $0 == nil }
    return transaction.inputs.count >= 2 && transaction.outputs.count >= 3
      && transaction.inputs.count >= count && scripts.count + unknown >= count
      && frequency.values.max() == count && !tops.contains(546) && !tops.contains(2730)
  }
}
