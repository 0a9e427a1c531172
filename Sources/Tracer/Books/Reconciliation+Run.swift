import Bitcoin
public import Case
public import Ledger

extension Reconciliation {
  /// Holds books against a chain.
  ///
  /// - Parameters:
  ///   - books: the exchange's books.
  ///   - ledger: the chain.
  ///   - scripts: which scripts of the chain are the exchange's, found for these books.
  ///   - until: the height as of which; nil for the books' close, which is the block of the last
  ///     entry that is on the chain (the tip where none is). Above the tip it means the tip.
  /// - Throws: `negativeHeight`, `sumOutOfRange`.
  public static func run(
    books: Books, ledger: borrowing ChainLedger, scripts: ExchangeScripts, until: Int? = nil
  ) throws(ReconciliationError) -> Reconciliation {
    let close = BookedOutputs.closeHeight(books, ledger)
    let height = until ?? close ?? ledger.tipHeight
    guard height >= 0 else { throw .negativeHeight(height) }
    let prefix = ChainPrefix(ledger, upTo: height)
    let isWhole = prefix.height >= close ?? 0
    let booked = try BookedOutputs(books, upTo: prefix, isWhole: isWhole, ledger)
    var owed = booked.balance
    if isWhole {
      owed = 0
      for account in books.accounts { try BookedOutputs.add(account.balance.rawValue, to: &owed) }
    }
    let madeUp = try MadeUpBalances(books, scripts: scripts, upTo: prefix, ledger)
    var pass = ReconciliationPass(books: books, booked: booked, scripts: scripts, prefix: prefix)
    try pass.run(ledger)
    pass.countEntriesNotOnChain()
    if isWhole {
      var unexplained = owed
      try BookedOutputs.subtract(booked.balance, from: &unexplained)
      try pass.add(unexplained, to: .unexplainedBalances)
      // Those who are owed are owed the whole, whatever others owe the exchange.
      try BookedOutputs.add(madeUp.overdrawn, to: &owed)
      try pass.add(madeUp.overdrawn, to: .overdrawn)
      pass.name(madeUp.outputs, in: .overdrawn, ledger)
    }
    let holdings = try Holdings(scripts: scripts, prefix: prefix, ledger)
    return try Reconciliation(
      owed: owed, close: close, pass: pass, holdings: holdings,
      madeUp: isWhole ? madeUp.outputs : [], prefix: prefix, ledger)
  }

  /// Holds books against a chain, finding the exchange's scripts on the way.
  ///
  /// - Throws: as the other `run`, and `bookedAddress`, `noAddresses`.
  public static func run(
    books: Books, ledger: borrowing ChainLedger, until: Int? = nil
  ) throws(ReconciliationError) -> Reconciliation {
    let scripts = try ExchangeScripts(books: books, ledger: ledger)
    return try run(books: books, ledger: ledger, scripts: scripts, until: until)
  }
}

// MARK: - Putting the lines together

extension Reconciliation {
  private init(
    owed: Int64, close: Int?, pass: ReconciliationPass, holdings: Holdings,
    madeUp: [OutputIndex], prefix: ChainPrefix, _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    var lines = [Line(kind: .owed, amount: Satoshi(owed), txids: [])]
    for (place, wallet) in pass.scripts.wallets.enumerated() {
      lines.append(
        Reconciliation.line(.held(wallet: wallet), holdings.wallets[place].sum, ledger))
    }
    for kind in LineKind.always + LineKind.others {
      var sum = pass.sums[kind] ?? ReconciliationPass.Sum()
      if kind == .forgotten { sum = holdings.forgotten.sum }
      guard sum != ReconciliationPass.Sum() || LineKind.always.contains(kind) else { continue }
      lines.append(Reconciliation.line(kind, sum, ledger))
    }
    var rest = owed
    for line in lines.dropFirst() {
      try BookedOutputs.subtract(line.amount.rawValue, from: &rest)
    }
    let unbooked =
      pass.unbookedOutputs.map { TaintSource.output($0, label: "unbooked") }
      + pass.unbookedFees.map { TaintSource.fee(of: $0, label: "unbooked") }
    let forgotten = holdings.forgotten.outputs.map { TaintSource.output($0, label: "forgotten") }
    var unbookedAmount = pass.sums[.unbookedPayments]?.amount ?? 0
    try BookedOutputs.add(pass.sums[.unbookedFees]?.amount ?? 0, to: &unbookedAmount)
    let forgottenAmount = holdings.forgotten.sum.amount
    var missingAmount = unbookedAmount
    try BookedOutputs.add(forgottenAmount, to: &missingAmount)
    let overdrawn = madeUp.map { TaintSource.output($0, label: "overdrawn") }
    var overdrawnAmount: Int64 = 0
    for output in madeUp {
      try BookedOutputs.add(ledger.outputValue[output.position].rawValue, to: &overdrawnAmount)
    }
    try BookedOutputs.add(overdrawnAmount, to: &missingAmount)
    self.asOf = ClaimedBlock(height: prefix.height, hash: ledger.blockHashes[prefix.height])
    self.time = UTCTime(blockTime: ledger.blockTimes[prefix.height])
    self.closeHeight = close
    self.lines = lines
    self.difference = Satoshi(rest)
    var findings = [
      Finding(name: "unbooked", sources: unbooked, amount: Satoshi(unbookedAmount)),
      Finding(name: "forgotten", sources: forgotten, amount: Satoshi(forgottenAmount)),
      Finding(
        name: "missing", sources: unbooked + forgotten + overdrawn,
        amount: Satoshi(missingAmount)),
    ]
    if !overdrawn.isEmpty {
      findings.insert(
        Finding(name: "overdrawn", sources: overdrawn, amount: Satoshi(overdrawnAmount)), at: 2)
    }
    self.findings = findings
    self.flaws = pass.collectFlaws()
    var scripts: [ForgottenScript] = []
    for (place, evidence) in pass.scripts.forgotten.enumerated() {
      scripts.append(
        ForgottenScript(
          evidence: evidence, txid: ledger.txids[evidence.transaction.position],
          address: ledger.address(of: evidence.script),
          joinedWith: ledger.address(of: evidence.joinedWith),
          balance: Satoshi(holdings.forgottenBalances[place])))
    }
    self.forgotten = scripts
  }

  private static func line(
    _ kind: LineKind, _ sum: ReconciliationPass.Sum, _ ledger: borrowing ChainLedger
  ) -> Line {
    var txids: [Txid] = []
    var last: TxIndex?
    for transaction in sum.transactions.sorted() where transaction != last {
      txids.append(ledger.txids[transaction.position])
      last = transaction
    }
    return Line(kind: kind, amount: Satoshi(sum.amount), txids: txids + sum.foreignTxids)
  }
}
