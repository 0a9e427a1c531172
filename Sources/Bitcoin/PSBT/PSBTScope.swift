/// The three kinds of maps, each with types of its own.
public enum PSBTScope: Hashable, Sendable {
  /// What concerns the whole transaction.
  case global
  /// What concerns one input.
  case input
  /// What concerns one output.
  case output
}
