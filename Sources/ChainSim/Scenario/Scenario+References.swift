import Bitcoin
import Case

extension Scenario {
  /// The wallet of a reference.
  func wallet(_ reference: WalletReference) -> ScenarioWallet? {
    exchange(reference.actor)?.wallets.first { $0.name == reference.wallet }
  }

  /// The exchange of a name.
  func exchange(_ name: String) -> Exchange? {
    for actor in actors where actor.name == name {
      if case .exchange(let exchange) = actor.kind { return exchange }
    }
    return nil
  }

  /// Whether a wallet is the one of its exchange that takes deposits and pays withdrawals.
  func isFirst(_ reference: WalletReference) -> Bool {
    exchange(reference.actor)?.wallets.first?.name == reference.wallet
  }

  /// The actor of a name.
  ///
  /// - Parameter what: what the actor must be, for the message.
  /// - Throws: `inconsistent` at `key`, with the name that is nearest.
  func requireActor(
    _ name: String, key: String, is what: String
  ) throws(ScenarioError) -> ScenarioActor {
    if let actor = actors.first(where: { $0.name == name }) { return actor }
    let hint = YAMLKeyTable.nearest(to: name, among: actors.map(\.name))
    let rest = hint.map { "; did you mean '\($0)'?" } ?? ""
    throw .inconsistent(
      key: key, reason: "there is no actor '\(name)', which must be \(what)\(rest)")
  }

  /// The exchange of a name.
  ///
  /// - Throws: `inconsistent` at `key` where there is none.
  @discardableResult
  func checkExchange(_ name: String, key: String) throws(ScenarioError) -> Exchange {
    guard case .exchange(let exchange) = try requireActor(name, key: key, is: "an exchange").kind
    else { throw .inconsistent(key: key, reason: "'\(name)' is no exchange") }
    return exchange
  }

  /// Checks that there is a thief of a name.
  ///
  /// - Throws: `inconsistent` at `key` where there is none.
  func checkThief(_ name: String, key: String) throws(ScenarioError) {
    guard case .thief = try requireActor(name, key: key, is: "a thief").kind else {
      throw .inconsistent(key: key, reason: "'\(name)' is no thief")
    }
  }

  /// The wallet of a reference.
  ///
  /// - Parameters:
  ///   - isFirst: whether it must or must not be its exchange's first wallet; nil: it may.
  ///   - time: when it must be there; nil: at any time.
  /// - Throws: `inconsistent` at `key` where it is not there or not that wallet.
  @discardableResult
  func checkWallet(
    _ reference: WalletReference, isFirst: Bool? = nil, at time: UInt32? = nil, key: String
  ) throws(ScenarioError) -> ScenarioWallet {
    let exchange = try checkExchange(reference.actor, key: key)
    guard let wallet = exchange.wallets.first(where: { $0.name == reference.wallet }) else {
      let names = exchange.wallets.map(\.name)
      let hint = YAMLKeyTable.nearest(to: reference.wallet, among: names)
      let rest =
        hint.map { "did you mean '\(reference.actor).\($0)'?" }
        ?? "its wallets are \(names.joined(separator: ", "))"
      throw .inconsistent(
        key: key, reason: "'\(reference.actor)' has no wallet '\(reference.wallet)'; \(rest)")
    }
    let first = exchange.wallets.first?.name ?? ""
    if let isFirst, (wallet.name == first) != isFirst {
      throw .inconsistent(
        key: key,
        reason: isFirst
          ? "'\(reference)' is not the wallet that customers are paid from; "
            + "that is '\(reference.actor).\(first)', the first"
          : "'\(reference)' is the wallet that customers are paid from; another one is needed")
    }
    if let time, let since = wallet.since, time < since {
      throw .inconsistent(
        key: key,
        reason: "'\(reference)' is made on \(UTCTime(blockTime: since)), after the event's "
          + "\(UTCTime(blockTime: time))")
    }
    return wallet
  }
}
