import Bitcoin
import Case

extension CaseOutput {
  /// One table of the books of the robbed exchange at their close.
  func makeBooks(_ table: Books.Table) -> Books {
    switch table {
    case .accounts: Books(accounts: makeAccounts())
    case .addresses: Books(addresses: makeAddresses())
    case .deposits: Books(deposits: makeDeposits())
    case .withdrawals: Books(withdrawals: makeEntries(plan.books.withdrawals))
    case .requests: Books(requests: makeRequests())
    case .timeline: Books(timeline: makeTimeline())
    case .transfers: Books(transfers: makeTransfers())
    }
  }

  private func makeAccounts() -> [Books.Account] {
    var accounts: [Books.Account] = []
    for (account, balance) in plan.books.balances.enumerated() {
      accounts.append(
        .init(
          id: accountID(account), country: plan.books.countries[account],
          balance: Satoshi(balance)))
    }
    accounts.append(.init(id: "company", country: "", balance: Satoshi(plan.books.company)))
    accounts.append(.init(id: "reserve", country: "", balance: Satoshi(plan.books.reserve)))
    return accounts
  }

  private func makeDeposits() -> [Books.Entry] {
    var deposits = makeEntries(plan.books.deposits)
    for entry in makeLostEntries() {
      let place = deposits.firstIndex { $0.time > entry.time } ?? deposits.count
      deposits.insert(entry, at: place)
    }
    return deposits
  }

  private func makeTransfers() -> [Books.Transfer] {
    plan.books.transfers.map { transfer in
      .init(
        time: UTCTime(blockTime: transfer.time), from: accountID(transfer.from),
        to: accountID(transfer.to), amount: Satoshi(transfer.amount))
    }
  }

  /// A customer's name in the books.
  func accountID(_ account: Int) -> String {
    let digits = String(account + 1)
    return "c" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }

  /// All addresses of the wallets that the books know, by key number: the deposit addresses with
  /// their accounts, and the wallets' own.
  private func makeAddresses() -> [Books.BookedAddress] {
    guard let exchange else { return [] }
    let forgotten = forgottenWallets
    let accounts = Dictionary(
      plan.books.depositKeys.map { ($0.key, $0.account) }, uniquingKeysWith: { first, _ in first })
    return plan.keyWallet.indices.compactMap { index in
      let wallet = plan.wallets[plan.keyWallet[index].position]
      guard wallet.owner == exchange, wallet.member == nil, !forgotten.contains(wallet.name) else {
        return nil
      }
      let key = KeyNumber(index)
      return .init(
        address: address(key), wallet: wallet.name, account: accounts[key].map(accountID))
    }
  }

  /// The names of the wallets that the books do not know.
  private var forgottenWallets: Set<String> {
    guard let exchange, let actor = scenario.exchange(exchange) else { return [] }
    return Set(actor.wallets.filter { $0.lastUsed != nil }.map(\.name))
  }

  /// The reference of an output as the exchange knows it: under the txid that it signed, also where
  /// another one was mined.
  private func bookedOutPoint(_ output: OutputNumber) -> OutPoint {
    let mined = outPoint(output)
    let transaction = Int(plan.outputTransaction[output.position])
    return OutPoint(txid: signed.originalTxids[transaction] ?? mined.txid, vout: mined.vout)
  }

  /// The deposits that were booked when their block was the best one, and that the chain has not.
  private func makeLostEntries() -> [Books.Entry] {
    plan.books.lostDeposits.compactMap { entry in
      guard let txid = signed.lostTxids[entry.lost] else { return nil }
      let output = plan.lost[entry.lost].outputs[entry.output]
      return .init(
        time: UTCTime(blockTime: schedule.times[entry.height]), account: accountID(entry.account),
        outPoint: OutPoint(txid: txid, vout: UInt32(entry.output)), address: address(output.key),
        amount: Satoshi(output.value))
    }
  }

  private func makeEntries(_ entries: [PlannedBooks.Entry]) -> [Books.Entry] {
    let sorted = entries.sorted { $0.output.rawValue < $1.output.rawValue }
    return sorted.map { entry in
      let output = entry.output.position
      let height = Int(plan.transactionHeight[Int(plan.outputTransaction[output])])
      return .init(
        time: UTCTime(blockTime: schedule.times[height]), account: accountID(entry.account),
        outPoint: bookedOutPoint(entry.output), address: address(plan.outputKey[output]),
        amount: Satoshi(plan.outputValue[output]))
    }
  }
}
