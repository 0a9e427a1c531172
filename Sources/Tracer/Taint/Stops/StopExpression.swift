public import Bitcoin
public import Ledger

/// What a person names as where a trace stops.
///
/// ```
/// coinjoins | any SourceExpression
/// ```
public enum StopExpression: Hashable, Sendable {
  /// Every transaction that is a CoinJoin by the rule of equal outputs.
  case coinJoins
  /// The outputs, or the addresses with all that pays them, of an expression.
  case place(SourceExpression)

  /// Reads an expression; an address must be one of `network`.
  ///
  /// - Throws: `unreadable`, `wrongAddress`.
  public init(_ text: String, network: Network) throws(SourceError) {
    self = text == "coinjoins" ? .coinJoins : .place(try SourceExpression(text, network: network))
  }

  /// The line that what reaches the stop is booked on.
  public var line: String {
    switch self {
    case .coinJoins: "coinjoins"
    case .place(.tag(let label)): "tag:\(label)"
    case .place(let expression): expression.label
    }
  }

  /// Adds the stop to others, on a line of its own.
  ///
  /// Stops at addresses hold at every height, so that one which is paid later than a trace ends is no
  /// error. A fee cannot be a stop; of a finding the outputs are.
  ///
  /// - Throws: a `SourceError` that says what is not there.
  public func add(
    to stops: inout TraceStops, in ledger: borrowing ChainLedger, names: SourceNames
  ) throws(SourceError) {
    switch self {
    case .coinJoins: stops.addCoinJoins(line: line)
    case .place(.cluster(let members)):
      let scripts = try members.scripts(in: ledger, names: names)
      if let clusters = names.clusters {
        stops.add(clustersOf: scripts, in: clusters, line: line)
      } else {
        stops.add(scripts: scripts, line: line)
      }
    case .place(let expression):
      let scripts = try expression.scripts(in: ledger, names: names)
      if scripts.isEmpty {
        let sources = try expression.resolve(in: ledger, names: names)
        stops.add(outputs: sources.compactMap(\.output), line: line)
      } else {
        stops.add(scripts: scripts, line: line)
      }
    }
  }
}
