import Bitcoin

extension Scenario {
  /// What is wrong with an event `peel` or `mix`; nil where nothing is.
  ///
  /// - Parameter path: the event's, such as `events[3]`.
  func findFlaw(ofLaundering event: ScenarioEvent, path: String) -> ScenarioError? {
    guard let share = event.action.soldShare else { return nil }
    func flaw(_ key: String, _ reason: String) -> ScenarioError {
      .inconsistent(key: "\(path).\(share.key).\(key)", reason: reason)
    }
    guard let thief = actors.first(where: { $0.name == share.by }), case .thief = thief.kind else {
      return flaw("by", "'\(share.by)' is no thief of this scenario")
    }
    guard (1...100).contains(share.percent) else {
      return flaw("share", "\(share.percent) % is not 1 to 100 %")
    }
    let firsts = events.filter { $0.action.taker == share.by }.map(\.from)
    guard let first = firsts.min(), first <= event.to else {
      return flaw("by", "'\(share.by)' has taken nothing by then")
    }
    switch event.action {
    case .peel(let peel):
      guard peel.each.lowerBound >= Satoshi(1_000_000) else {
        return flaw("each", "a step peels 0.01 BTC off and more")
      }
      if let target = peel.target {
        guard exchange(target) != nil else {
          return flaw("to", "'\(target)' is no exchange of this scenario")
        }
        guard hasCustomers(target) else {
          return flaw("to", "'\(target)' has no customers whose account could be used")
        }
      }
    case .mix(let mix):
      guard let actor = actors.first(where: { $0.name == mix.service }),
        case .service(let service) = actor.kind
      else { return flaw("in", "'\(mix.service)' is no mixer and no CoinJoins of this scenario") }
      switch service.trade {
      case .mixer, .coinJoin: break
      default: return flaw("in", "'\(mix.service)' mixes nothing: name a mixer or CoinJoins")
      }
      guard event.from >= service.from, event.to <= service.to else {
        return flaw("in", "'\(mix.service)' is not open all that time")
      }
    default: break
    }
    return nil
  }
}
