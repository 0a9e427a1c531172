/// How the taint of a transaction's inputs passes to its outputs and its fee (docs/taint.md has a
/// worked example of each).
public enum TaintPolicy: String, CaseIterable, Hashable, Sendable {
  /// Any tainted input makes every output, and the fee, wholly tainted.
  case poison
  /// Each output gets its proportional share, rounded so that nothing is lost.
  case haircut
  /// First in, first out: runs are dealt to the outputs in order, then to the fee (Clayton's case).
  case fifo
  /// Last in, first out: the runs are reversed, then dealt as `fifo` deals them.
  case lifo
  /// Taint in, highest out: tainted runs go to the outputs from the highest value down, then to the
  /// fee.
  case tiho

  /// Whether tainted satoshis are neither made nor lost under this policy; poison alone makes them.
  public var isConserving: Bool { self != .poison }
}

/// What becomes of the taint in a fee.
public enum FeeHandling: String, CaseIterable, Hashable, Sendable {
  /// The trace ends at the fee, which is counted.
  case sink
  /// The trace goes on in the coinbase of the block, which collected the fee.
  case follow
}
