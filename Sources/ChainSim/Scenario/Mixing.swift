/// A share of the stolen coins that goes through a mixer or into CoinJoins.
public struct Mixing: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The mixer or the CoinJoins.
  public var service: String
  /// How much of what was taken, about (percent).
  public var percent: Int

  /// A share that is mixed.
  public init(by thief: String, in service: String, percent: Int) {
    self.by = thief
    self.service = service
    self.percent = percent
  }
}

extension ScenarioEvent.Action {
  /// Which share of what a thief took this disposes of, and the event's key.
  var soldShare: (key: String, by: String, percent: Int)? {
    switch self {
    case .sell(let sale): ("sell", sale.by, sale.percent)
    case .peel(let peel): ("peel", peel.by, peel.percent)
    case .mix(let mix): ("mix", mix.by, mix.percent)
    default: nil
    }
  }
}
