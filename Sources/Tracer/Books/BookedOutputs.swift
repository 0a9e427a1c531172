import Bitcoin
import Case
import Ledger

/// The entries of books by the outputs that they name, up to a height of the chain.
struct BookedOutputs {
  /// What the books say of one output.
  struct Booking {
    /// The sum of deposits, in satoshis; nil where no deposit names the output.
    var deposited: Int64?
    /// The sum of withdrawals, in satoshis; nil where no withdrawal names the output.
    var withdrawn: Int64?
    /// The sum of withdrawals that pay a request again, which no account was debited with, in satoshis.
    var paidAgain: Int64 = 0
    /// The entries that name the output.
    var entries: [EntryPlace] = []
  }

  /// An entry's place in the books.
  struct EntryPlace: Hashable {
    /// Its table.
    let table: Books.Table
    /// Its index in that table, from 0.
    let index: Int
  }

  /// By output.
  private(set) var bookings: [OutputIndex: Booking] = [:]
  /// By transaction row: whether an entry names one of its outputs.
  private(set) var isNamed: [Bool]
  /// The sum of deposits less the sum of withdrawals, of all entries that count, in satoshis.
  private(set) var balance: Int64 = 0
  /// Deposits that the chain does not have, in satoshis.
  private(set) var depositsNotOnChain: Int64 = 0
  /// Withdrawals that the chain does not have, in satoshis.
  private(set) var withdrawalsNotOnChain: Int64 = 0
  /// The txids that those entries name.
  private(set) var txidsNotOnChain: [Books.Table: [Txid]] = [:]
  /// What reading the entries alone shows.
  private(set) var flaws: [EntryPlace: [EntryFlaw.Kind]] = [:]
  private var firstPlaces: [Books.Table: [OutPoint: Int]] = [:]

  /// The entries that count as of the prefix: on the chain up to its height, themselves or by a twin,
  /// or, where the chain does not have them by then, booked by the time of its last block; `isWhole`
  /// counts those whatever their time.
  ///
  /// - Throws: `sumOutOfRange`.
  init(
    _ books: Books, twins: WithdrawalTwins, upTo prefix: ChainPrefix, isWhole: Bool,
    _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    isNamed = [Bool](repeating: false, count: ledger.transactionCount)
    let time = UTCTime(blockTime: ledger.blockTimes[prefix.height])
    for table in [Books.Table.deposits, .withdrawals] {
      let entries = table == .deposits ? books.deposits : books.withdrawals
      for (index, entry) in entries.enumerated() {
        let place = EntryPlace(table: table, index: index)
        let transaction = ledger.transaction(entry.outPoint.txid)
        if let transaction, let output = ledger.output(entry.outPoint) {
          guard prefix.has(output) else { continue }
          isNamed[transaction.position] = true
          try add(entry, at: place, to: output, again: twins.again(place))
        } else if let twin = twins.output(of: place), prefix.has(twin) {
          let transaction = ledger.transaction(ofOutput: twin)
          isNamed[transaction.position] = true
          try add(entry, at: place, to: twin, again: twins.again(place))
          flaws[place, default: []].append(.twin(ledger.txids[transaction.position]))
        } else {
          guard isWhole || entry.time <= time else { continue }
          try add(missing: entry, at: place)
          flaws[place, default: []].append(
            transaction.map { .noOutput(outputCount: ledger.outputs(of: $0).count) }
              ?? .noTransaction)
        }
        if let first = firstPlaces[table, default: [:]].updateValue(index, forKey: entry.outPoint) {
          firstPlaces[table]?[entry.outPoint] = first
          flaws[place, default: []].append(.namedBefore(row: first + 1))
        }
      }
    }
  }

  /// Whether an entry counts though the chain does not have its transaction or output.
  func isMissing(_ place: EntryPlace) -> Bool {
    flaws[place]?.contains { flaw in
      switch flaw {
      case .noTransaction, .noOutput: true
      default: false
      }
    } ?? false
  }

  /// The height of the last entry that is on the chain, itself or by a twin; nil where none is.
  static func closeHeight(
    _ books: Books, twins: WithdrawalTwins, _ ledger: borrowing ChainLedger
  ) -> Int? {
    var last: TxIndex?
    let named = (books.deposits + books.withdrawals).map { ledger.output($0.outPoint) }
    for output in named + twins.outputs.values.map(Optional.some) {
      guard let output else { continue }
      let transaction = ledger.transaction(ofOutput: output)
      last = max(last ?? transaction, transaction)
    }
    guard let last else { return nil }
    return ledger.height(of: last)
  }

  /// Adds an amount, refusing what 64 bits do not hold.
  static func add(_ amount: Int64, to sum: inout Int64) throws(ReconciliationError) {
    let (result, overflow) = sum.addingReportingOverflow(amount)
    guard !overflow else { throw .sumOutOfRange }
    sum = result
  }

  /// Subtracts an amount, refusing what 64 bits do not hold.
  static func subtract(_ amount: Int64, from sum: inout Int64) throws(ReconciliationError) {
    let (result, overflow) = sum.subtractingReportingOverflow(amount)
    guard !overflow else { throw .sumOutOfRange }
    sum = result
  }

  private mutating func add(
    _ entry: Books.Entry, at place: EntryPlace, to output: OutputIndex, again first: Int?
  ) throws(ReconciliationError) {
    var booking = bookings[output] ?? Booking()
    booking.entries.append(place)
    if let first {
      try BookedOutputs.add(entry.amount.rawValue, to: &booking.paidAgain)
      bookings[output] = booking
      flaws[place, default: []].append(.paidAgain(row: first + 1))
      return
    }
    let isDeposit = place.table == .deposits
    var sum = (isDeposit ? booking.deposited : booking.withdrawn) ?? 0
    try BookedOutputs.add(entry.amount.rawValue, to: &sum)
    if isDeposit { booking.deposited = sum } else { booking.withdrawn = sum }
    bookings[output] = booking
    try BookedOutputs.add(isDeposit ? entry.amount.rawValue : -entry.amount.rawValue, to: &balance)
  }

  private mutating func add(
    missing entry: Books.Entry, at place: EntryPlace
  ) throws(ReconciliationError) {
    let amount = entry.amount.rawValue
    txidsNotOnChain[place.table, default: []].append(entry.outPoint.txid)
    if place.table == .deposits {
      try BookedOutputs.add(amount, to: &depositsNotOnChain)
      try BookedOutputs.add(amount, to: &balance)
    } else {
      try BookedOutputs.add(amount, to: &withdrawalsNotOnChain)
      try BookedOutputs.add(-amount, to: &balance)
    }
  }
}

extension WithdrawalTwins {
  /// The output that paid an entry under another txid.
  fileprivate func output(of place: BookedOutputs.EntryPlace) -> OutputIndex? {
    place.table == .withdrawals ? outputs[place.index] : nil
  }

  /// The index of the withdrawal that an entry pays again.
  fileprivate func again(_ place: BookedOutputs.EntryPlace) -> Int? {
    place.table == .withdrawals ? repeated[place.index] : nil
  }
}
