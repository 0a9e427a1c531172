/// What was found about one input.
public enum SpendVerdict: Hashable, Sendable {
  /// The input satisfies the spent output's script.
  case valid
  /// It does not, for this reason.
  case invalid(ScriptFailure)
}
