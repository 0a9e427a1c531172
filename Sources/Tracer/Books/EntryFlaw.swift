public import Bitcoin
public import Case

/// An entry of the books that the chain contradicts, and how.
public struct EntryFlaw: Equatable, Sendable {
  /// The table that the entry stands in.
  public let table: Books.Table
  /// Its row there, from 1 without the header.
  public let row: Int
  /// The entry.
  public let entry: Books.Entry
  /// What the chain says.
  public let kind: Kind

  /// How the chain contradicts an entry.
  public enum Kind: Equatable, Sendable {
    /// There is no such transaction.
    case noTransaction
    /// There is no such transaction, but this one of the exchange, which no entry names, pays the same
    /// address the same sum: changed in flight, or put in its place.
    case twin(Txid)
    /// The request of this earlier row is paid again.
    case paidAgain(row: Int)
    /// The transaction has fewer outputs.
    case noOutput(outputCount: Int)
    /// The output has another value.
    case otherAmount(Satoshi)
    /// The output pays another address, or a script without one (nil).
    case otherAddress(Address?)
    /// An earlier row of the same table names the same output.
    case namedBefore(row: Int)
    /// A deposit to an address that is not the exchange's.
    case paidStranger
    /// A deposit that the exchange's own coins made.
    case ownCoins
    /// A withdrawal that no coin of the exchange made.
    case paidByStranger
    /// A withdrawal to the exchange itself that no deposit answers.
    case paidToSelf
  }

  /// An entry with what contradicts it.
  public init(table: Books.Table, row: Int, entry: Books.Entry, kind: Kind) {
    self.table = table
    self.row = row
    self.entry = entry
    self.kind = kind
  }
}

extension EntryFlaw: CustomStringConvertible {
  /// `books/deposits.csv: row 3: no transaction 5f2e… on the chain`.
  public var description: String { "books/\(table.fileName): row \(row): \(reason)" }

  private var reason: String {
    switch kind {
    case .noTransaction: "no transaction \(entry.outPoint.txid) on the chain"
    case .twin(let txid):
      "no transaction \(entry.outPoint.txid) on the chain, but \(txid) pays the same address the "
        + "same sum"
    case .paidAgain(let row): "pays the request of row \(row) again"
    case .noOutput(let count): "no output \(entry.outPoint): the transaction has \(count)"
    case .otherAmount(let amount):
      "output \(entry.outPoint) has \(amount) BTC, \(entry.amount) BTC is booked"
    case .otherAddress(let address):
      "output \(entry.outPoint) pays \(address?.description ?? "a script without an address"), "
        + "\(entry.address) is booked"
    case .namedBefore(let row): "output \(entry.outPoint) stands in row \(row) already"
    case .paidStranger: "output \(entry.outPoint) pays no address of the exchange"
    case .ownCoins: "output \(entry.outPoint) was paid with the exchange's own coins"
    case .paidByStranger: "output \(entry.outPoint) was not paid with the exchange's coins"
    case .paidToSelf: "output \(entry.outPoint) pays the exchange itself"
    }
  }
}
