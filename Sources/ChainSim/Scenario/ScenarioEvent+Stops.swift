/// Something that an exchange can stop doing.
enum Stop: Sendable {
  /// Paying withdrawals.
  case withdrawals
  /// Making transactions of its own.
  case transactions
  /// Taking deposits.
  case deposits
}

extension ScenarioEvent.Action {
  /// Whether an exchange stops something by this event: a site that goes blank and a filing end
  /// everything that has not ended before.
  func stops(_ stop: Stop, of exchange: String) -> Bool {
    switch self {
    case .haltWithdrawals(exchange): stop == .withdrawals
    case .haltTransactions(exchange): stop == .transactions
    case .haltDeposits(exchange): stop == .deposits
    case .closeSite(exchange), .filing(exchange): true
    default: false
    }
  }
}

extension Scenario {
  /// When an exchange stops something (seconds since 1970); nil where it never does.
  func time(of stop: Stop, by exchange: String) -> UInt32? {
    events.filter { $0.action.stops(stop, of: exchange) }.map(\.from).min()
  }
}
