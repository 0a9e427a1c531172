import Bitcoin
public import Case
public import Ledger

/// Which scripts of a chain are an exchange's own: those that its books name, and those that the
/// books forgot but the chain joins with them.
///
/// A script is joined when it is spent in one transaction with the exchange's: who signs for one
/// input signs for all. So the exchange's scripts are the clusters of its booked ones by
/// `Clusters.multiInput`, CoinJoins left out. The whole chain counts as evidence, whatever the height that is asked about.
public struct ExchangeScripts: Sendable {
  /// Whose a script is.
  public enum Ownership: UInt8, Sendable {
    /// Nothing joins the script with the exchange.
    case stranger
    /// The books name it.
    case booked
    /// The books do not name it; the chain joins it with a script that is the exchange's.
    case forgotten
  }

  /// The names of the wallets, in the order in which the books first name them.
  public let wallets: [String]
  /// The booked scripts that the chain has, in the books' order, with their wallets' places.
  public let booked: [(script: ScriptIndex, wallet: Int)]
  /// The forgotten scripts with what joins them, in the order in which they were reached.
  public let forgotten: [Evidence]
  /// By script row.
  private let ownership: [Ownership]
  private let walletOfScript: [ScriptIndex: Int]

  /// Why a script is taken to be the exchange's.
  public struct Evidence: Hashable, Sendable {
    /// The forgotten script.
    public let script: ScriptIndex
    /// The transaction that spends from it and from `joinedWith`.
    public let transaction: TxIndex
    /// A script of the exchange: a booked one, or one for which there is evidence of its own.
    public let joinedWith: ScriptIndex
    /// How many transactions lead from a booked script to this one; 1 where this is the only one.
    public let steps: Int
  }

  /// Finds the exchange's scripts.
  ///
  /// - Throws: `bookedAddress`, `noAddresses`.
  public init(
    books: Books, ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    guard !books.addresses.isEmpty else { throw .noAddresses }
    var wallets: [String] = []
    var walletPlaces: [String: Int] = [:]
    var booked: [(script: ScriptIndex, wallet: Int)] = []
    var walletOfScript: [ScriptIndex: Int] = [:]
    for (index, row) in books.addresses.enumerated() {
      let wallet = walletPlaces[row.wallet] ?? wallets.count
      if wallet == wallets.count {
        wallets.append(row.wallet)
        walletPlaces[row.wallet] = wallet
      }
      let named: ScriptPubKey
      do {
        named = try ScriptPubKey(booked: row.address, network: ledger.network)
      } catch {
        throw .bookedAddress(row: index + 1, error)
      }
      // Two texts of one script, as upper-case Bech32 is: the first row names the wallet.
      guard let script = ledger.script(named), walletOfScript[script] == nil else {
        continue
      }
      walletOfScript[script] = wallet
      booked.append((script, wallet))
    }
    var search = CoSpendingSearch(ledger: ledger, start: booked.map(\.script))
    search.run(ledger)
    self.wallets = wallets
    self.booked = booked
    self.walletOfScript = walletOfScript
    self.forgotten = search.found
    self.ownership = search.ownership
  }

  /// Whose a script is.
  ///
  /// - Precondition: the ledger has that row.
  public func ownership(of script: ScriptIndex) -> Ownership { ownership[script.position] }

  /// Whether a script is the exchange's, booked or forgotten.
  ///
  /// - Precondition: the ledger has that row.
  public func isOwn(_ script: ScriptIndex) -> Bool { ownership[script.position] != .stranger }

  /// The name of the wallet that the books put a script in; nil where they do not name it.
  public func wallet(of script: ScriptIndex) -> String? {
    walletOfScript[script].map { wallets[$0] }
  }
}
