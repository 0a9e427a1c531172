import Bitcoin
import Case
import Ledger

/// Withdrawals whose txid the chain does not have though the exchange paid them, and those that it
/// therefore paid again.
///
/// A third party can change a transaction in flight so that it is mined under another txid, with the
/// same inputs and outputs; a payer can replace one by a later version. Either way the chain has a
/// transaction of the exchange that no entry names and that pays the address of the entry the same
/// sum: the entry's twin. Where the books then have a second entry of the same account, address and
/// amount, that one is the same request paid again.
///
/// Found over all of the books and the chain, whatever the height that is asked about. Takes time by
/// the outputs of the addresses that such entries name.
struct WithdrawalTwins {
  /// By the index of the withdrawal: the output that paid it under another txid.
  private(set) var outputs: [Int: OutputIndex] = [:]
  /// By the index of a withdrawal that repeats an earlier one: the index of that one.
  private(set) var repeated: [Int: Int] = [:]

  /// How much earlier than its entry a twin may stand, in seconds: a block's time may be two hours
  /// off, and books may be written in the evening.
  private static let slack: Int64 = 86_400

  /// What makes two entries one request.
  private struct Request: Hashable {
    let account: String
    let address: String
    let amount: Satoshi
  }

  /// What a twin must pay.
  private struct Payment: Hashable {
    let script: ScriptIndex
    let amount: Satoshi
  }

  /// Looks for them.
  init(_ books: Books, scripts: ExchangeScripts, _ ledger: borrowing ChainLedger) {
    let missing = books.withdrawals.indices.filter {
      ledger.transaction(books.withdrawals[$0].outPoint.txid) == nil
    }
    guard !missing.isEmpty else { return }
    var named: Set<TxIndex> = []
    for entry in books.deposits + books.withdrawals {
      if let transaction = ledger.transaction(entry.outPoint.txid) { named.insert(transaction) }
    }
    match(missing, books, unless: named, scripts, ledger)
    findRepeats(books, scripts, ledger)
  }

  // MARK: - Twins

  /// Gives each entry the first output that can have paid it, entries and outputs in order of time.
  private mutating func match(
    _ missing: [Int], _ books: Books, unless named: Set<TxIndex>, _ scripts: ExchangeScripts,
    _ ledger: borrowing ChainLedger
  ) {
    var entries: [Payment: [Int]] = [:]
    for index in missing {
      let entry = books.withdrawals[index]
      guard let script = try? ScriptPubKey(booked: entry.address, network: ledger.network),
        let row = ledger.script(script), !scripts.isOwn(row), entry.amount > .zero
      else { continue }
      entries[Payment(script: row, amount: entry.amount), default: []].append(index)
    }
    for script in Set(entries.keys.map(\.script)).sorted() {
      var paid: [Satoshi: [OutputIndex]] = [:]
      let outputs = ledger.outputs(of: script)
      for position in outputs.indices {
        let output = outputs[position]
        let amount = ledger.outputValue[output.position]
        let transaction = ledger.transaction(ofOutput: output)
        guard entries[Payment(script: script, amount: amount)] != nil,
          !named.contains(transaction), spendsOwn(transaction, scripts, ledger)
        else { continue }
        paid[amount, default: []].append(output)
      }
      for (amount, candidates) in paid {
        let waiting = entries[Payment(script: script, amount: amount)] ?? []
        pair(waiting, with: candidates, books, ledger)
      }
    }
  }

  private mutating func pair(
    _ waiting: [Int], with candidates: [OutputIndex], _ books: Books,
    _ ledger: borrowing ChainLedger
  ) {
    var candidates = candidates.sorted()[...]
    let inTime = waiting.sorted {
      (books.withdrawals[$0].time, $0) < (books.withdrawals[$1].time, $1)
    }
    for index in inTime {
      let earliest = books.withdrawals[index].time.advanced(bySeconds: -WithdrawalTwins.slack)
      while let first = candidates.first {
        let height = ledger.height(of: ledger.transaction(ofOutput: first))
        guard UTCTime(blockTime: ledger.blockTimes[height]) < earliest else { break }
        // Paid before the entry, so before all that come after it, too.
        candidates.removeFirst()
      }
      guard let output = candidates.popFirst() else { return }
      outputs[index] = output
    }
  }

  private func spendsOwn(
    _ transaction: TxIndex, _ scripts: ExchangeScripts, _ ledger: borrowing ChainLedger
  ) -> Bool {
    for input in ledger.inputs(of: transaction) {
      let output = ledger.inputPrevout[input].position
      if scripts.isOwn(ledger.outputScript[output]), ledger.outputValue[output] > .zero {
        return true
      }
    }
    return false
  }

  // MARK: - Paid again

  /// The entry that follows one with a twin and is of the same request is that request paid again,
  /// unless the account's balance says that it was debited as well.
  private mutating func findRepeats(
    _ books: Books, _ scripts: ExchangeScripts, _ ledger: borrowing ChainLedger
  ) {
    guard !outputs.isEmpty else { return }
    var entries: [Request: [Int]] = [:]
    for (index, entry) in books.withdrawals.enumerated() {
      let request = Request(account: entry.account, address: entry.address, amount: entry.amount)
      entries[request, default: []].append(index)
    }
    var candidates: [String: [(index: Int, first: Int)]] = [:]
    for (first, _) in outputs.sorted(by: { $0.key < $1.key }) {
      let entry = books.withdrawals[first]
      let request = Request(account: entry.account, address: entry.address, amount: entry.amount)
      let inTime = (entries[request] ?? []).sorted {
        (books.withdrawals[$0].time, $0) < (books.withdrawals[$1].time, $1)
      }
      guard let place = inTime.firstIndex(of: first), place + 1 < inTime.count else { continue }
      let index = inTime[place + 1]
      guard isPaid(index, entry.amount, books, scripts, ledger) else { continue }
      candidates[entry.account, default: []].append((index, first))
    }
    for (account, found) in candidates {
      for (index, first) in undebited(found, of: account, books) { repeated[index] = first }
    }
  }

  /// Whether the exchange's coins paid an entry's output, of just that amount.
  private func isPaid(
    _ index: Int, _ amount: Satoshi, _ books: Books, _ scripts: ExchangeScripts,
    _ ledger: borrowing ChainLedger
  ) -> Bool {
    guard let output = outputs[index] ?? ledger.output(books.withdrawals[index].outPoint) else {
      return false
    }
    return ledger.outputValue[output.position] == amount
      && !scripts.isOwn(ledger.outputScript[output.position])
      && spendsOwn(ledger.transaction(ofOutput: output), scripts, ledger)
  }

  /// Those of an account's candidates that were not taken from its balance. Only a balance that its
  /// entries explain to the satoshi speaks for one; else all of them count as not taken.
  private func undebited(
    _ found: [(index: Int, first: Int)], of account: String, _ books: Books
  ) -> [(index: Int, first: Int)] {
    guard let balance = books.accounts.first(where: { $0.id == account })?.balance else {
      return found
    }
    // Amounts are within the money range; sums of 64 bits that do not hold them explain nothing.
    var rest = balance.rawValue
    for (entries, sign) in [(books.deposits, Int64(-1)), (books.withdrawals, 1)] {
      for entry in entries where entry.account == account {
        let (sum, overflow) = rest.addingReportingOverflow(sign * entry.amount.rawValue)
        guard !overflow else { return found }
        rest = sum
      }
    }
    for transfer in books.transfers where transfer.from != transfer.to {
      guard transfer.from == account || transfer.to == account else { continue }
      let amount = transfer.amount.rawValue
      let (sum, overflow) = rest.addingReportingOverflow(
        transfer.from == account ? amount : -amount)
      guard !overflow else { return found }
      rest = sum
    }
    var kept: [(index: Int, first: Int)] = []
    for candidate in found {
      let amount = books.withdrawals[candidate.index].amount.rawValue
      guard rest >= amount else { continue }
      rest -= amount
      kept.append(candidate)
    }
    return rest == 0 ? kept : found
  }
}
