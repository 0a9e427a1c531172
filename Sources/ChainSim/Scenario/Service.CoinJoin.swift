public import Bitcoin

extension Service {
  /// CoinJoins of one of the published shapes.
  public struct CoinJoin: Equatable, Sendable {
    /// What the transactions look like.
    public var shape: Shape
    /// How many CoinJoins there are.
    public var rounds: Int
    /// How many people take part in one; five in a Whirlpool.
    public var parties: ClosedRange<Int>
    /// What somebody brings who joins.
    public var amounts: ClosedRange<Satoshi>
    /// The equal outputs' amount: about what Wasabi 1 starts its levels from, exactly the pool of a
    /// Whirlpool; the other shapes have none that is given.
    public var denomination: Satoshi

    /// CoinJoins.
    public init(
      shape: Shape, rounds: Int, parties: ClosedRange<Int>? = nil,
      amounts: ClosedRange<Satoshi>, denomination: Satoshi? = nil
    ) {
      self.shape = shape
      self.rounds = rounds
      self.parties = parties ?? shape.usualParties
      self.amounts = amounts
      self.denomination = denomination ?? shape.usualDenomination
    }

    /// The published shapes; the raw values are the scenario's words.
    public enum Shape: String, CaseIterable, Sendable {
      /// One taker and several makers: as many equal outputs, and change for each.
      case joinMarket = "joinmarket"
      /// A coordinator's round: equal outputs of about 0.1 BTC and of doublings, change, a fee output.
      case wasabi1
      /// A coordinator's round: many inputs, outputs of standard amounts, both sorted.
      case wasabi2
      /// Five inputs and five equal outputs of a pool, after a transaction that prepares the inputs.
      case whirlpool
    }
  }
}

extension Service.CoinJoin.Shape {
  /// How many people take part unless a scenario says so.
  public var usualParties: ClosedRange<Int> {
    switch self {
    case .joinMarket: 3...10
    case .wasabi1: 12...40
    case .wasabi2: 24...40
    case .whirlpool: 5...5
    }
  }

  /// How many people can take part at all.
  var possibleParties: ClosedRange<Int> {
    switch self {
    case .joinMarket: 3...20
    case .wasabi1: 10...100
    case .wasabi2: 15...200
    case .whirlpool: 5...5
    }
  }

  /// What the equal outputs hold unless a scenario says so; zero where nothing is set.
  public var usualDenomination: Satoshi {
    switch self {
    case .joinMarket, .wasabi2: .zero
    case .wasabi1: Satoshi(10_000_000)
    case .whirlpool: Satoshi(5_000_000)
    }
  }

  /// What the pools of a Whirlpool hold, and what entering one costs (both sat): 5 % of the small
  /// pools, 3.5 % of the large ones.
  static let pools: [(denomination: Int64, fee: Int64)] = [
    (100_000, 5_000), (1_000_000, 50_000), (5_000_000, 175_000), (50_000_000, 1_750_000),
  ]
}
