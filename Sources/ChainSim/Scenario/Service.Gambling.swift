public import Bitcoin

extension Service {
  /// A dice game on chain: a bet pays a game's address, the answer spends the bet.
  public struct Gambling: Equatable, Sendable {
    /// How many bets people make.
    public var bets: Int
    /// What one bet is.
    public var each: ClosedRange<Satoshi>

    /// A dice game.
    public init(bets: Int, each: ClosedRange<Satoshi>) {
      self.bets = bets
      self.each = each
    }
  }
}
