import Bitcoin

@testable import Ledger

/// A validation as plain as can be: one block after the other, one transaction after the other, coins
/// in a dictionary. What the driver must agree with.
struct NaiveValidation {
  private var coins: [OutPoint: Coin] = [:]
  private var report: ValidationReport

  /// Judges a chain, genesis first.
  static func run(_ blocks: [Block], _ rules: ConsensusRules, from: Int = 0) -> ValidationReport {
    var naive = NaiveValidation(
      report: ValidationReport(
        blocks: 0, transactions: 0, inputs: 0, signatures: 0, tip: rules.network.genesis, height: 0,
        first: nil))
    var headers = HeaderChain(rules)
    for (height, block) in blocks.enumerated() {
      let txids = block.transactions.map { $0.computeTxid() }
      let hash = block.header.computeHash()
      var violation = height == 0 ? nil : headers.append(block.header)
      if violation == nil {
        violation = naive.judge(block, txids, height, headers, isJudged: height >= from)
      }
      if let violation {
        naive.report.first = Offence(
          height: height, block: hash, violation: violation, txids: txids)
        break
      }
      naive.report.tip = hash
      naive.report.height = height
    }
    return naive.report
  }

  private mutating func judge(
    _ block: Block, _ txids: [Txid], _ height: Int, _ headers: HeaderChain, isJudged: Bool
  ) -> BlockViolation? {
    let rules = headers.rules
    if isJudged, let violation = block.check(rules, txids: txids) { return violation }
    var inputs = 0
    if height > 0 {
      if isJudged,
        let violation = block.checkInContext(
          rules, height: height, medianTimePast: headers.medianTimePast(at: height - 1))
      {
        return violation
      }
      var connector = BlockConnector(rules, height: height, headers: headers)
      var scripts: [(place: Int, spent: [TxOut])] = []
      for (place, transaction) in block.transactions.enumerated() {
        var spent: [Coin] = []
        if place > 0 {
          for (input, spender) in transaction.inputs.enumerated() {
            guard let coin = coins.removeValue(forKey: spender.prevout) else {
              return .missingCoin(spender.prevout, transaction: place, input: input)
            }
            spent.append(coin)
          }
          scripts.append((place, spent.map(\.output)))
          inputs += spent.count
        }
        if isJudged, let violation = connector.add(transaction, spent: spent) { return violation }
        for (vout, output) in transaction.outputs.enumerated()
        where !output.scriptPubKey.isUnspendable {
          coins[OutPoint(txid: txids[place], vout: UInt32(vout))] = Coin(
            output: output, height: UInt32(height), isCoinbase: place == 0)
        }
      }
      guard isJudged else { return nil }
      if let violation = connector.finish(coinbase: block.transactions[0]) { return violation }
      for (place, spent) in scripts {
        for input in spent.indices {
          var verifier = SpendVerifier(
            block.transactions[place], spentOutputs: spent, flags: connector.scriptFlags)
          if case .invalid(let failure) = verifier.verify(input: input) {
            return .failedScript(failure, transaction: place, input: input)
          }
          report.signatures += verifier.signatureChecks
        }
      }
    }
    guard isJudged else { return nil }
    report.blocks += 1
    report.transactions += block.transactions.count
    report.inputs += inputs
    return nil
  }
}
