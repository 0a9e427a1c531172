import Bitcoin
import Files

extension ChainLedger {
  /// Value in is value out and fee; a coinbase takes no more than subsidy and fees.
  borrowing func checkSums(_ verdict: inout LedgerVerdict) {
    let values = outputValue
    for height in heights {
      // Nil once an input's value is not known.
      var fees: Satoshi? = .zero
      var taken = Satoshi.zero
      for row in transactions(at: height) {
        var paid = Satoshi.zero
        for output in outputs(of: TxIndex(row)) {
          guard let sum = paid.addingInMoneyRange(values[output]) else {
            verdict.note("output \(output) has value \(values[output]), out of range")
            return
          }
          paid = sum
        }
        if isCoinbase(TxIndex(row)) {
          taken = paid
          continue
        }
        guard let received = sumOfInputs(TxIndex(row)) else {
          fees = nil
          continue
        }
        guard received.isInMoneyRange, received >= paid else {
          verdict.note("transaction \(txids[row]) pays \(paid) out of \(received)")
          continue
        }
        fees = fees?.addingInMoneyRange(received - paid) ?? fees.map { _ in Satoshi.maxMoney }
      }
      guard let fees else { continue }
      let allowed = network.subsidy(at: height) + fees
      verdict.require(
        taken <= allowed,
        "the coinbase of block \(height) takes \(taken), subsidy and fees allow \(allowed)")
    }
  }

  /// What a transaction's inputs spend, more than there can be where it leaves the money range; nil where
  /// one of them is from outside.
  private borrowing func sumOfInputs(_ transaction: TxIndex) -> Satoshi? {
    var sum = Satoshi.zero
    for input in inputs(of: transaction) {
      let prevout = inputPrevout[input]
      if prevout.isNone { return nil }
      sum = sum.addingInMoneyRange(outputValue[prevout.position]) ?? .maxMoney + .coin
    }
    return sum
  }
}
