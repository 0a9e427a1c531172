import Bitcoin
import Case
import Ledger

/// Which withdrawals paid out balances that no coin backs: those of accounts that are overdrawn at
/// the close, those of accounts with a deposit that the chain does not have, and of accounts to which
/// either sent what they did not have.
///
/// The accounts are played again in the order of their entries. What an overdrawn one sends or
/// withdraws beyond its balance is made up, and so is a deposit that the chain does not have; made-up
/// coins leave the account that got them before any others do.
struct MadeUpBalances {
  /// What the accounts are overdrawn by at the close, in satoshis.
  private(set) var overdrawn: Int64 = 0
  /// The outputs that paid out what overdrawn accounts did not have, in chain order.
  private(set) var outputs: [OutputIndex] = []
  /// The outputs that paid out deposits which the chain does not have, in chain order.
  private(set) var undone: [OutputIndex] = []

  /// Something that changed balances.
  private struct Step {
    let time: UTCTime
    /// Deposits before transfers before withdrawals of one second: with the seconds that the books
    /// give, what came first is not known, and this is the order in which nothing looks made up that
    /// need not be.
    let rank: Int
    let index: Int
    let payer: String?
    let payee: String?
    let amount: Int64
  }

  /// Coins that no deposit backs, by the account that holds them, in satoshis.
  private struct Unbacked {
    private var held: [String: Int64] = [:]

    /// Adds what an account gets.
    mutating func add(_ amount: Int64, to account: String) throws(ReconciliationError) {
      guard amount > 0 else { return }
      try BookedOutputs.add(amount, to: &held[account, default: 0])
    }

    /// How much of what an account pays they are; they go first.
    mutating func take(_ amount: Int64, from account: String) -> Int64 {
      guard let sum = held[account], sum > 0 else { return 0 }
      let part = min(amount, sum)
      held[account] = sum - part
      return part
    }
  }

  /// Plays the books of a ledger's chain up to a height. What paid the exchange itself, or was paid
  /// with somebody else's coins, paid out nothing.
  ///
  /// - Throws: `sumOutOfRange`.
  init(
    _ books: Books, booked: BookedOutputs, scripts: ExchangeScripts, upTo prefix: ChainPrefix,
    _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    var balances: [String: Int64] = [:]
    for account in books.accounts where account.balance < .zero {
      balances[account.id] = 0
      try BookedOutputs.subtract(account.balance.rawValue, from: &overdrawn)
    }
    guard overdrawn > 0 || booked.depositsNotOnChain > 0 else { return }
    var madeUp = Unbacked()
    var missing = Unbacked()
    var found: [OutputIndex] = []
    var foundUndone: [OutputIndex] = []
    for step in MadeUpBalances.steps(of: books) {
      // What the payer lacks, and what was made up before he got it.
      var part: Int64 = 0
      var undonePart: Int64 = 0
      if let payer = step.payer {
        undonePart = missing.take(step.amount, from: payer)
        if let balance = balances[payer] {
          part = min(step.amount, max(0, step.amount - max(0, balance)))
          var rest = balance
          try BookedOutputs.subtract(step.amount, from: &rest)
          balances[payer] = rest
        } else {
          part = madeUp.take(step.amount, from: payer)
        }
      } else if booked.isMissing(.init(table: .deposits, index: step.index)) {
        undonePart = step.amount
      }
      if let payee = step.payee {
        try missing.add(undonePart, to: payee)
        if var balance = balances[payee] {
          try BookedOutputs.add(step.amount, to: &balance)
          balances[payee] = balance
        } else {
          try madeUp.add(part, to: payee)
        }
      } else if part > 0 || undonePart > 0,
        let output = ledger.output(books.withdrawals[step.index].outPoint), prefix.has(output),
        scripts.paidOut(output, ledger)
      {
        // An output stands for one cause: it is a source of a trace once.
        if undonePart > 0 { foundUndone.append(output) } else { found.append(output) }
      }
    }
    outputs = MadeUpBalances.sortedOnce(found)
    undone = MadeUpBalances.sortedOnce(foundUndone)
  }

  /// Outputs in chain order, each once.
  private static func sortedOnce(_ found: [OutputIndex]) -> [OutputIndex] {
    var outputs: [OutputIndex] = []
    for output in found.sorted(by: { $0.position < $1.position }) where output != outputs.last {
      outputs.append(output)
    }
    return outputs
  }

  private static func steps(of books: Books) -> [Step] {
    var steps: [Step] = []
    for (index, entry) in books.deposits.enumerated() {
      steps.append(
        Step(
          time: entry.time, rank: 0, index: index, payer: nil, payee: entry.account,
          amount: entry.amount.rawValue))
    }
    for (index, row) in books.transfers.enumerated() {
      steps.append(
        Step(
          time: row.time, rank: 1, index: index, payer: row.from, payee: row.to,
          amount: row.amount.rawValue))
    }
    for (index, entry) in books.withdrawals.enumerated() {
      steps.append(
        Step(
          time: entry.time, rank: 2, index: index, payer: entry.account, payee: nil,
          amount: entry.amount.rawValue))
    }
    return steps.sorted { ($0.time, $0.rank, $0.index) < ($1.time, $1.rank, $1.index) }
  }
}

extension ExchangeScripts {
  /// Whether an output pays a stranger with a coin of the exchange among the inputs.
  fileprivate func paidOut(_ output: OutputIndex, _ ledger: borrowing ChainLedger) -> Bool {
    guard !isOwn(ledger.outputScript[output.position]) else { return false }
    for input in ledger.inputs(of: ledger.transaction(ofOutput: output)) {
      let spent = ledger.inputPrevout[input]
      if !spent.isNone, isOwn(ledger.outputScript[spent.position]) { return true }
    }
    return false
  }
}
