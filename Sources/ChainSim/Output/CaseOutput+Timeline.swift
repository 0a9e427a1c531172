import Bitcoin
import Case

extension CaseOutput {
  /// What was done and said in public about the robbed exchange, in the order of time.
  ///
  /// Only what everybody could see then: no theft, and of a found wallet no more than that there is
  /// one.
  func makeTimeline() -> [Books.TimelineEntry] {
    guard let exchange else { return [] }
    let told = scenario.events.enumerated().compactMap { index, event in
      tell(event, of: exchange).map { (index: index, entry: $0) }
    }
    return told.sorted {
      ($0.entry.time, $0.index) < ($1.entry.time, $1.index)
    }.map(\.entry)
  }

  private func tell(_ event: ScenarioEvent, of exchange: String) -> Books.TimelineEntry? {
    let time = UTCTime(blockTime: event.from)
    func entry(_ what: String, _ text: String) -> Books.TimelineEntry {
      .init(time: time, who: exchange, what: what, text: text)
    }
    switch event.action {
    case .statement(let statement):
      return .init(time: time, who: statement.by, what: "statement", text: statement.text)
    case .proofTransfer(let transfer) where transfer.from.actor == exchange:
      return entry(
        "proof-of-coins", "pays itself \(transfer.amount) BTC to show that it has the coins")
    case .flood(let flood) where flood.on == exchange:
      let end = UTCTime(blockTime: event.to)
      return entry("flooded", "about \(flood.requests) requests a second until \(end)")
    case .haltWithdrawals(of: exchange):
      return entry("withdrawals-halted", "pays no more withdrawals in bitcoins")
    case .haltTransactions(of: exchange):
      return entry("transactions-halted", "makes no more transactions")
    case .haltDeposits(of: exchange):
      return entry("deposits-halted", "takes no more deposits; the books close")
    case .closeSite(of: exchange):
      return entry("site-closed", "the site goes blank")
    case .filing(of: exchange):
      return entry("filing", "files for protection from its creditors; takes and pays nothing more")
    case .found(let wallet) where wallet.actor == exchange:
      return entry("wallet-found", "finds a wallet that its books do not know")
    default: return nil
    }
  }
}
