extension Scenario {
  /// When an exchange stops paying withdrawals (seconds since 1970): when it says so or its site goes
  /// blank, whichever is first; nil where it pays to the end.
  func stopsPaying(_ exchange: String) -> UInt32? {
    events.filter {
      switch $0.action {
      case .haltWithdrawals(exchange), .closeSite(exchange): true
      default: false
      }
    }.map(\.from).min()
  }
}
