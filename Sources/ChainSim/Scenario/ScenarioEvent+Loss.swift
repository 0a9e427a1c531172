import Bitcoin

extension ScenarioEvent.Action {
  /// Who has coins of somebody else's by this event; nil where nobody takes any.
  var taker: String? {
    switch self {
    case .sweep(let sweep): sweep.by
    case .malleate(let order): order.by
    case .heist(let heist): heist.by
    case .overdraw(let overdraw): overdraw.by
    case .reorg(let reorg): reorg.doubleSpend?.by
    default: nil
    }
  }

  /// What an exchange owes after this event without coins to stand against it, with the event's key and
  /// the word for such a loss; nil where it costs that exchange nothing.
  func loss(of exchange: String) -> (key: String, name: String, amount: Satoshi)? {
    switch self {
    case .sweep(let sweep) where sweep.of.actor == exchange && !sweep.isBooked:
      ("sweep", "swept", sweep.total)
    case .malleate(let order) where order.of.actor == exchange:
      ("malleate", "paid twice", order.total)
    case .heist(let heist) where heist.of.actor == exchange:
      ("heist", "taken at one blow", heist.amount)
    case .burn(let burn) where burn.of.actor == exchange: ("burn", "burnt", burn.total)
    case .overdraw(let overdraw) where overdraw.of.actor == exchange:
      ("overdraw", "made up", overdraw.total)
    case .reorg(let reorg) where reorg.doubleSpend?.of.actor == exchange:
      reorg.doubleSpend.map { ("reorg", "undone", $0.amount) }
    default: nil
    }
  }
}
