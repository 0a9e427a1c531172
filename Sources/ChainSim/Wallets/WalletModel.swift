/// How a wallet program makes transactions, as far as the chain shows it.
///
/// Each model has its source in `docs/realism.md`.
public struct WalletModel: Hashable, Sendable {
  /// The version of its transactions.
  public var version: UInt8 = 1
  /// Whether its transactions are locked to the height at which they are made, one in ten to one of
  /// the 100 blocks before, so that nobody gains by mining a block again for their fees.
  public var locksToHeight = false
  /// The sequence of its inputs.
  public var sequence: UInt32 = .max
  /// Where change stands.
  public var changePlace = ChangePlace.anywhere
  /// How many times in a hundred change goes back to an address that paid.
  public var changeReusePercent = 0
  /// Whether it grinds for signatures with a short R.
  public var grindsLowR = false
  /// Whether it takes the oldest coins first.
  public var takesOldest = false

  /// Where change stands among the outputs.
  public enum ChangePlace: String, CaseIterable, Sendable {
    /// At any place, each as likely.
    case anywhere
    /// Before all others.
    case first
    /// At any place but the last.
    case notLast
    /// Behind all others.
    case last
    /// All outputs by amount, rising (BIP-0069).
    case sorted
  }

  /// The names of the models, in the order of their years.
  public enum Name: String, CaseIterable, Sendable {
    /// Bitcoin 0.3 to 0.7: change was never the last output.
    case bitcoinQt2011 = "bitcoin-qt-2011"
    /// Bitcoin-Qt 0.8 to 0.10: change anywhere.
    case bitcoinQt2013 = "bitcoin-qt-2013"
    /// Bitcoin Core 0.11 to 0.13: locked to the height.
    case core2015 = "core-2015"
    /// Bitcoin Core 0.14 to 0.16: version 2.
    case core2017 = "core-2017"
    /// Bitcoin Core since 0.17: short R.
    case core2018 = "core-2018"
    /// Bitcoin Core since 23.0: replaceable unless told otherwise.
    case core2022 = "core-2022"
    /// A web wallet of 2012 with one address, to which change goes back.
    case web2012 = "web-2012"
    /// Electrum of 2013: change at a random place, the oldest coins first.
    case electrum2013 = "electrum-2013"
    /// A wallet that orders by BIP-0069.
    case bip69
    /// A program that always puts change last.
    case changeLast = "change-last"
  }

  /// A model that leaves all as actors without one do it: version 1, change anywhere.
  public init() {}

  /// The model of a name.
  public init(_ name: Name) {
    switch name {
    case .bitcoinQt2011:
      changePlace = .notLast
    case .bitcoinQt2013:
      break
    case .core2015:
      locksToHeight = true
      sequence = .max - 1
    case .core2017:
      version = 2
      locksToHeight = true
      sequence = .max - 1
    case .core2018:
      version = 2
      locksToHeight = true
      sequence = .max - 1
      grindsLowR = true
    case .core2022:
      version = 2
      locksToHeight = true
      sequence = .max - 2
      grindsLowR = true
    case .web2012:
      changePlace = .last
      changeReusePercent = 100
    case .electrum2013:
      takesOldest = true
    case .bip69:
      changePlace = .sorted
    case .changeLast:
      changePlace = .last
    }
  }
}
