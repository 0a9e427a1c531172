import Bitcoin
import Case
import Ledger

/// One pass over the chain's transactions that deals what each did to the exchange's coins, against
/// what is booked for it, to the lines of the equation.
///
/// For each transaction: what is booked (deposits less withdrawals) less the change of the coins that
/// the exchange holds. Summed over the chain that is what is owed less what is held.
struct ReconciliationPass {
  /// An amount and the transactions that it comes from.
  struct Sum: Equatable {
    /// Satoshis.
    var amount: Int64 = 0
    /// Transactions, some of them perhaps more than once.
    var transactions: [TxIndex] = []
    /// Txids that the books name and the chain does not have.
    var foreignTxids: [Txid] = []
  }

  /// Which scripts are the exchange's.
  let scripts: ExchangeScripts
  /// The lines' sums so far.
  private(set) var sums: [Reconciliation.LineKind: Sum] = [:]
  /// Outputs to strangers without an entry, in chain order.
  private(set) var unbookedOutputs: [OutputIndex] = []
  /// Transactions whose fees went with such outputs, in chain order.
  private(set) var unbookedFees: [TxIndex] = []
  /// Outputs that paid a request again, in chain order.
  private(set) var repeatedOutputs: [OutputIndex] = []
  /// Outputs that nobody can spend, in chain order.
  private(set) var burntOutputs: [OutputIndex] = []
  private let books: Books
  private let booked: BookedOutputs
  private let prefix: ChainPrefix
  private var flaws: [BookedOutputs.EntryPlace: [EntryFlaw.Kind]]

  /// A pass that has not begun.
  init(books: Books, booked: BookedOutputs, scripts: ExchangeScripts, prefix: ChainPrefix) {
    self.books = books
    self.booked = booked
    self.scripts = scripts
    self.prefix = prefix
    self.flaws = booked.flaws
  }

  /// Adds an amount to a line.
  ///
  /// - Throws: `sumOutOfRange`.
  mutating func add(
    _ amount: Int64, to kind: Reconciliation.LineKind, from transaction: TxIndex? = nil
  ) throws(ReconciliationError) {
    guard amount != 0 else { return }
    try BookedOutputs.add(amount, to: &sums[kind, default: Sum()].amount)
    if let transaction { sums[kind, default: Sum()].transactions.append(transaction) }
  }

  /// Names the transactions of some outputs in a line.
  mutating func name(
    _ outputs: [OutputIndex], in kind: Reconciliation.LineKind, _ ledger: borrowing ChainLedger
  ) {
    for output in outputs {
      sums[kind, default: Sum()].transactions.append(ledger.transaction(ofOutput: output))
    }
  }

  /// Adds the entries that the chain does not have.
  mutating func countEntriesNotOnChain() {
    for (table, kind, amount) in [
      (Books.Table.deposits, Reconciliation.LineKind.depositsNotOnChain, booked.depositsNotOnChain),
      (.withdrawals, .withdrawalsNotOnChain, -booked.withdrawalsNotOnChain),
    ] {
      guard let txids = booked.txidsNotOnChain[table] else { continue }
      sums[kind] = Sum(amount: amount, foreignTxids: Set(txids).sorted())
    }
  }

  /// The flaws of all entries, deposits first, each table in its order.
  func collectFlaws() -> [EntryFlaw] {
    var result: [EntryFlaw] = []
    for table in [Books.Table.deposits, .withdrawals] {
      let entries = table == .deposits ? books.deposits : books.withdrawals
      for (index, entry) in entries.enumerated() {
        for kind in flaws[BookedOutputs.EntryPlace(table: table, index: index)] ?? [] {
          result.append(EntryFlaw(table: table, row: index + 1, entry: entry, kind: kind))
        }
      }
    }
    return result
  }

  // MARK: - The pass

  /// Goes over all transactions of the prefix.
  ///
  /// - Throws: `sumOutOfRange`, which no valid chain brings about.
  mutating func run(_ ledger: borrowing ChainLedger) throws(ReconciliationError) {
    for row in 0..<prefix.transactionEnd {
      let transaction = TxIndex(row)
      var own: Int64 = 0
      var others: Int64 = 0
      for input in ledger.inputs(of: transaction) {
        let output = ledger.inputPrevout[input].position
        let value = ledger.outputValue[output].rawValue
        if scripts.isOwn(ledger.outputScript[output]) {
          own += value
        } else {
          others += value
        }
      }
      if own > 0 {
        try countSpend(transaction, own: own, others: others, ledger)
      } else if booked.isNamed[row] || paysExchange(transaction, ledger) {
        try countReceipt(transaction, ledger)
      }
    }
  }

  private func paysExchange(_ transaction: TxIndex, _ ledger: borrowing ChainLedger) -> Bool {
    for output in ledger.outputs(of: transaction)
    where scripts.isOwn(ledger.outputScript[output]) { return true }
    return false
  }

  /// A transaction that spends coins of the exchange.
  private mutating func countSpend(
    _ transaction: TxIndex, own: Int64, others: Int64, _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    var paid: Int64 = 0
    var unbooked: [OutputIndex] = []
    var hasBookedPayment = false
    for row in ledger.outputs(of: transaction) {
      let output = OutputIndex(row)
      let value = ledger.outputValue[row].rawValue
      paid += value
      let booking = booked.bookings[output] ?? BookedOutputs.Booking()
      let deposited = booking.deposited ?? 0
      let withdrawn = booking.withdrawn ?? 0
      note(booking, value: value, script: ledger.outputScript[row], ledger)
      if scripts.isOwn(ledger.outputScript[row]) {
        // A withdrawal of one customer to the deposit address of another: both entries are right.
        guard deposited != withdrawn else { continue }
        try add(deposited, to: .depositsOfOwnCoins, from: transaction)
        try add(-withdrawn, to: .withdrawalsToSelf, from: transaction)
        if booking.deposited != nil { note(booking, .deposits, .ownCoins) }
        if booking.withdrawn != nil { note(booking, .withdrawals, .paidToSelf) }
        continue
      }
      try add(deposited, to: .depositsToStrangers, from: transaction)
      if booking.deposited != nil { note(booking, .deposits, .paidStranger) }
      if booking.paidAgain > 0 {
        repeatedOutputs.append(output)
        try add(booking.paidAgain, to: .paidTwice, from: transaction)
      }
      if booking.withdrawn != nil || booking.paidAgain > 0 {
        hasBookedPayment = true
        try add(
          value - withdrawn - booking.paidAgain, to: .withdrawalAmounts, from: transaction)
      } else if value > 0, ledger.isUnspendable(output) {
        burntOutputs.append(output)
        try add(value, to: .burnt, from: transaction)
      } else if value > 0 {
        unbooked.append(output)
        try add(value, to: .unbookedPayments, from: transaction)
      }
    }
    try add(-others, to: .strangersInputs, from: transaction)
    let fee = own + others - paid
    unbookedOutputs += unbooked
    if !unbooked.isEmpty, !hasBookedPayment {
      try add(fee, to: .unbookedFees, from: transaction)
      if fee > 0 { unbookedFees.append(transaction) }
    } else {
      try add(fee, to: .fees, from: transaction)
    }
  }

  /// A transaction that spends no coin of the exchange.
  private mutating func countReceipt(
    _ transaction: TxIndex, _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    for row in ledger.outputs(of: transaction) {
      let value = ledger.outputValue[row].rawValue
      let booking = booked.bookings[OutputIndex(row)] ?? BookedOutputs.Booking()
      note(booking, value: value, script: ledger.outputScript[row], ledger)
      try add(-(booking.withdrawn ?? 0), to: .withdrawalsOfStrangers, from: transaction)
      if booking.withdrawn != nil { note(booking, .withdrawals, .paidByStranger) }
      let isOwn = scripts.isOwn(ledger.outputScript[row])
      if let deposited = booking.deposited {
        try add(
          isOwn ? deposited - value : deposited,
          to: isOwn ? .depositAmounts : .depositsToStrangers, from: transaction)
        if !isOwn { note(booking, .deposits, .paidStranger) }
      } else if isOwn {
        try add(-value, to: .unbookedReceipts, from: transaction)
      }
    }
  }

  // MARK: - Flaws of entries

  /// Notes entries whose amount or address is not the output's.
  private mutating func note(
    _ booking: BookedOutputs.Booking, value: Int64, script: ScriptIndex,
    _ ledger: borrowing ChainLedger
  ) {
    guard !booking.entries.isEmpty else { return }
    let address = ledger.address(of: script)
    for place in booking.entries {
      let entry =
        place.table == .deposits ? books.deposits[place.index] : books.withdrawals[place.index]
      if entry.amount.rawValue != value {
        flaws[place, default: []].append(.otherAmount(Satoshi(value)))
      }
      if let address, address.description == entry.address { continue }
      // Bech32 may be written in capitals, so the scripts are compared before anything is said.
      let named = try? ScriptPubKey(booked: entry.address, network: ledger.network)
      if let named, named == ledger.scriptPubKey(script) { continue }
      flaws[place, default: []].append(.otherAddress(address))
    }
  }

  private mutating func note(
    _ booking: BookedOutputs.Booking, _ table: Books.Table, _ kind: EntryFlaw.Kind
  ) {
    for place in booking.entries where place.table == table {
      flaws[place, default: []].append(kind)
    }
  }
}
