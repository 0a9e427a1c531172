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
  /// - Throws: `negativeHeight`, `segment`, `sumOutOfRange`.
  public static func run(
    books: Books, ledger: borrowing ChainLedger, scripts: ExchangeScripts, until: Int? = nil
  ) throws(ReconciliationError) -> Reconciliation {
    guard !ledger.isSegment else { throw .segment(firstHeight: ledger.firstHeight) }
    let twins = WithdrawalTwins(books, scripts: scripts, ledger)
    let close = BookedOutputs.closeHeight(books, twins: twins, ledger)
    let height = until ?? close ?? ledger.tipHeight
    guard height >= 0 else { throw .negativeHeight(height) }
    let prefix = ChainPrefix(ledger, upTo: height)
    let isWhole = prefix.height >= close ?? 0
    let booked = try BookedOutputs(
      books, twins: twins, upTo: prefix, isWhole: isWhole, ledger)
    var owed = booked.balance
    if isWhole {
      owed = 0
      for account in books.accounts { try BookedOutputs.add(account.balance.rawValue, to: &owed) }
    }
    let madeUp = try MadeUpBalances(
      books, booked: booked, scripts: scripts, upTo: prefix, ledger)
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
      madeUp: isWhole ? madeUp.outputs : [], undone: madeUp.undone, prefix: prefix, ledger)
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
    madeUp: [OutputIndex], undone: [OutputIndex], prefix: ChainPrefix,
    _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) {
    var lines = [Line(kind: .owed, amount: Satoshi(owed), txids: [])]
    for (place, wallet) in pass.scripts.wallets.enumerated() {
      lines.append(
        Reconciliation.line(.held(wallet: wallet), holdings.wallets[place].sum, ledger))
    }
    for kind in LineKind.ordered {
      var sum = pass.sums[kind] ?? ReconciliationPass.Sum()
      if kind == .forgotten { sum = holdings.forgotten.sum }
      guard sum != ReconciliationPass.Sum() || LineKind.always.contains(kind) else { continue }
      lines.append(Reconciliation.line(kind, sum, ledger))
    }
    var rest = owed
    for line in lines.dropFirst() {
      try BookedOutputs.subtract(line.amount.rawValue, from: &rest)
    }
    let findings = try Reconciliation.findings(
      pass, holdings, madeUp: [("overdrawn", madeUp), ("undone", undone)], ledger)
    self.asOf = ClaimedBlock(height: prefix.height, hash: ledger.blockHashes[prefix.height])
    self.time = UTCTime(blockTime: ledger.blockTimes[prefix.height])
    self.closeHeight = close
    self.lines = lines
    self.difference = Satoshi(rest)
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

  /// What a trace can start from: each cause by itself, and all of them together.
  private static func findings(
    _ pass: ReconciliationPass, _ holdings: Holdings,
    madeUp: [(name: String, outputs: [OutputIndex])], _ ledger: borrowing ChainLedger
  ) throws(ReconciliationError) -> [Finding] {
    func amount(_ kinds: LineKind...) throws(ReconciliationError) -> Satoshi {
      var sum: Int64 = 0
      for kind in kinds { try BookedOutputs.add(pass.sums[kind]?.amount ?? 0, to: &sum) }
      return Satoshi(sum)
    }
    func outputs(_ outputs: [OutputIndex], _ name: String) -> [TaintSource] {
      outputs.map { TaintSource.output($0, label: name) }
    }
    var findings = [
      Finding(
        name: "unbooked",
        sources: outputs(pass.unbookedOutputs, "unbooked")
          + pass.unbookedFees.map { TaintSource.fee(of: $0, label: "unbooked") },
        amount: try amount(.unbookedPayments, .unbookedFees)),
      Finding(
        name: "forgotten", sources: outputs(holdings.forgotten.outputs, "forgotten"),
        amount: Satoshi(holdings.forgotten.sum.amount)),
      Finding(
        name: "paid-twice", sources: outputs(pass.repeatedOutputs, "paid-twice"),
        amount: try amount(.paidTwice)),
      Finding(
        name: "burnt", sources: outputs(pass.burntOutputs, "burnt"), amount: try amount(.burnt)),
    ]
    for (name, paid) in madeUp where !paid.isEmpty {
      var sum: Int64 = 0
      for output in paid {
        try BookedOutputs.add(ledger.outputValue[output.position].rawValue, to: &sum)
      }
      findings.append(
        Finding(name: name, sources: outputs(paid, name), amount: Satoshi(sum)))
    }
    var missing: Int64 = 0
    for finding in findings { try BookedOutputs.add(finding.amount.rawValue, to: &missing) }
    return findings + [
      Finding(
        name: "missing", sources: findings.flatMap(\.sources), amount: Satoshi(missing))
    ]
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
