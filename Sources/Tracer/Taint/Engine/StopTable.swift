import Bitcoin
import Ledger

/// Tells whether a trace stops at an output or a transaction that it reaches, and on which line.
struct StopTable {
  /// Whether any output can be a stop.
  let hasOutputs: Bool
  /// The line for CoinJoins; 0 where they are no stops.
  let coinJoinLine: UInt32
  /// Output -> its line, 0 for none; no rows where no output is named.
  private var outputLines: PagedSlots
  private let hasNamedOutputs: Bool
  /// Script -> its line, 0 for none.
  private var scriptLines: PagedSlots
  private let hasScripts: Bool
  /// Smallest script of a cluster -> its line, 0 for none.
  private var clusterLines: PagedSlots
  private let clusters: ClusterSet?
  private var rule = EqualOutputRule()

  /// The stops in the form in which they are looked up.
  ///
  /// - Throws: `rowOutOfRange` for an output that the columns do not have.
  init(_ stops: TraceStops, _ columns: borrowing FlowColumns) throws(TaintFault) {
    hasNamedOutputs = !stops.outputs.isEmpty
    hasScripts = !stops.scripts.isEmpty
    clusters = stops.clusterSet
    hasOutputs = hasNamedOutputs || hasScripts || clusters != nil
    coinJoinLine = stops.coinJoinLine
    outputLines = PagedSlots(count: hasNamedOutputs ? columns.outputCount : 0)
    for (output, line) in stops.outputs {
      guard output < OutputIndex(columns.outputCount) else {
        throw .rowOutOfRange(.output(output))
      }
      StopTable.note(line, at: output.position, in: &outputLines)
    }
    let scripts = stops.scripts.map(\.row).max().map { $0.position + 1 } ?? 0
    scriptLines = PagedSlots(count: scripts)
    self.scriptCount = scripts
    for (script, line) in stops.scripts {
      StopTable.note(line, at: script.position, in: &scriptLines)
    }
    clusterLines = PagedSlots(count: clusters?.scriptCount ?? 0)
    for (cluster, line) in stops.clusters {
      StopTable.note(line, at: cluster.position, in: &clusterLines)
    }
  }

  /// One more than the largest script row that is a stop of its own.
  private let scriptCount: Int

  private static func note(_ line: UInt32, at row: Int, in lines: inout PagedSlots) {
    if lines[row] == 0 || lines[row] > line { lines.set(row, to: line) }
  }

  /// The first line that names an output; 0 for none.
  func line(ofOutput output: Int, _ columns: borrowing FlowColumns) -> UInt32 {
    // One less than nothing is the largest number, so that the smallest of all is the first line.
    var found = UInt32.max
    if hasNamedOutputs { found = outputLines[output] &- 1 }
    if hasScripts || clusters != nil {
      let script = columns.outputScript[output]
      if script.position < scriptCount { found = min(found, scriptLines[script.position] &- 1) }
      if let clusters, script.position < clusters.scriptCount {
        found = min(found, clusterLines[clusters.cluster(of: script).position] &- 1)
      }
    }
    return found &+ 1
  }

  /// The line of a transaction whose inputs are stops; 0 for none.
  mutating func line(ofTransaction transaction: Int, _ columns: borrowing FlowColumns) -> UInt32 {
    coinJoinLine != 0 && rule.matches(transaction, columns) ? coinJoinLine : 0
  }
}
