public import Bitcoin

/// Why books cannot be held against a chain at all.
public enum ReconciliationError: Error, Equatable, Sendable {
  /// A row of `addresses.csv`, from 1 without the header, has no address of the chain's network.
  case bookedAddress(row: Int, AddressError)
  /// The books name no address of the exchange, so nothing on the chain is its own.
  case noAddresses
  /// A height below 0.
  case negativeHeight(Int)
  /// The ledger begins at a height above the network's first block, so that what was paid before is not
  /// known.
  case segment(firstHeight: Int)
  /// Amounts of the books add up to more than 64 bits hold.
  case sumOutOfRange
}

extension ReconciliationError: CustomStringConvertible {
  /// What is wrong and where.
  public var description: String {
    switch self {
    case .bookedAddress(let row, let error): "books/addresses.csv: row \(row): \(error)"
    case .noAddresses: "books/addresses.csv: no address, so no coin can be the exchange's"
    case .negativeHeight(let height): "height \(height) is below 0"
    case .segment(let height):
      "the ledger begins at height \(height); books can only be held against the whole chain"
    case .sumOutOfRange: "books: the amounts add up to more than 92,233,720,368 BTC"
    }
  }
}
