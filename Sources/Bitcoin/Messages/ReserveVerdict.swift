/// What a proof of reserves shows.
public enum ReserveVerdict: Equatable, Sendable {
  /// Whoever says the message controls the coins, if they are what the proof says they are and its
  /// `time` and their ages are reached.
  case valid(ReserveFinding)
  /// It shows nothing.
  case invalid(ReserveFault)

  /// Whether control was shown.
  public var isValid: Bool {
    if case .valid = self { true } else { false }
  }
}
