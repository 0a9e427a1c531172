public import Ledger

/// Where a trace ends before the chain does, each place on a line that what reaches it is booked on.
///
/// A place that several lines name counts on the one that was named first. Nothing is looked up until
/// taint comes by, so that a stop costs nothing where nothing reaches it.
public struct TraceStops: Sendable {
  /// The lines' names, in the order in which they were first named.
  public private(set) var lines: [String] = []
  /// Outputs, with the line's number from 1.
  private(set) var outputs: [(row: OutputIndex, line: UInt32)] = []
  /// Scripts all of whose outputs are stops, with the line's number from 1.
  private(set) var scripts: [(row: ScriptIndex, line: UInt32)] = []
  /// Clusters all of whose scripts are stops, by name, with the line's number from 1.
  private(set) var clusters: [(row: ScriptIndex, line: UInt32)] = []
  /// What tells the cluster of a script; nil where no cluster is a stop.
  private(set) var clusterSet: ClusterSet?
  /// The number from 1 of the line for CoinJoins; 0 where they are no stops.
  private(set) var coinJoinLine: UInt32 = 0
  private var numbers: [String: UInt32] = [:]

  /// No stops.
  public init() {}

  /// Stops at these outputs, on one line.
  public init(outputs: [OutputIndex], line: String = "stops") {
    add(outputs: outputs, line: line)
  }

  /// Whether there is no stop.
  public var isEmpty: Bool { lines.isEmpty }

  /// Stops at outputs.
  public mutating func add(outputs: [OutputIndex], line: String) {
    let number = number(of: line)
    for output in outputs { self.outputs.append((output, number)) }
  }

  /// Stops at every output that pays one of the scripts.
  public mutating func add(scripts: [ScriptIndex], line: String) {
    let number = number(of: line)
    for script in scripts { self.scripts.append((script, number)) }
  }

  /// Stops at every output that pays a script of the clusters in which these scripts are.
  ///
  /// - Precondition: the set has these scripts, and is the same at each call.
  public mutating func add(
    clustersOf scripts: [ScriptIndex], in set: ClusterSet, line: String
  ) {
    let number = number(of: line)
    clusterSet = set
    for script in scripts { clusters.append((set.cluster(of: script), number)) }
  }

  /// Stops at every output that a CoinJoin spends, by the rule of equal outputs (docs/clusters.md).
  public mutating func addCoinJoins(line: String) {
    let number = number(of: line)
    if coinJoinLine == 0 { coinJoinLine = number }
  }

  /// The number of a line, from 1.
  private mutating func number(of line: String) -> UInt32 {
    if let number = numbers[line] { return number }
    lines.append(line)
    let number = UInt32(lines.count)
    numbers[line] = number
    return number
  }
}

/// What reached the stops of one line.
public struct StopLine: Hashable, Sendable {
  /// The line's name.
  public var name: String
  /// What is booked on it, in total and by label.
  public var amount: TaintAmount
  /// The outputs that it is booked from, in chain order, with what reached each.
  public var outputs: [TaintedOutput]
}
