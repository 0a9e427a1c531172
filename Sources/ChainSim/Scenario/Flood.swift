public import Bitcoin

/// An exchange is flooded with requests, and its deposit addresses with dust.
public struct Flood: Equatable, Sendable {
  /// The exchange's name.
  public var on: String
  /// The name of the actor that pays for the dust.
  public var by: String
  /// How many requests come each second, about.
  public var requests: Int
  /// How many requests the exchange can answer each second.
  public var served: Int
  /// How many transactions with dust there are.
  public var transactions: Int
  /// What one output of dust holds.
  public var dust: ClosedRange<Satoshi>

  /// A flood.
  public init(
    on exchange: String, by flooder: String, requests: Int, served: Int, transactions: Int,
    dust: ClosedRange<Satoshi>
  ) {
    self.on = exchange
    self.by = flooder
    self.requests = requests
    self.served = served
    self.transactions = transactions
    self.dust = dust
  }
}

/// Somebody who floods others with requests and dust.
public struct Flooder: Equatable, Sendable {
  /// What he gets from the pools before he begins.
  public var coins: Satoshi
  /// What his transactions pay as fee, from the first to the last of a flood.
  public var fees: ClosedRange<Satoshi>
  /// The addresses of his wallet; nil: P2PKH.
  public var own: AddressStyle?

  /// A flooder.
  public init(
    coins: Satoshi, fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000), own: AddressStyle? = nil
  ) {
    self.coins = coins
    self.fees = fees
    self.own = own
  }
}
