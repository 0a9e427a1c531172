import Bitcoin
import Files
import Truth

/// Writes the rows of the truth that belong to a block: its transactions and their outputs.
struct TruthRows: Sendable {
  private let plan: Plan

  /// The rows of a plan.
  init(_ plan: Plan) {
    self.plan = plan
  }

  /// Writes a block's rows in the order of the block.
  ///
  /// - Throws: what the system refuses.
  func write(
    block height: Int, _ signed: SignedPlan, to writer: inout TruthWriter
  ) throws(FileError) {
    let transactions = plan.transactions(ofBlock: height)
    guard let coinbase = transactions.last else { return }
    try write(coinbase, txid: signed.txids[coinbase], to: &writer)
    if signed.hasCommitment[height] {
      try writeCommitment(of: coinbase, txid: signed.txids[coinbase], to: &writer)
    }
    for transaction in transactions.dropLast() {
      try write(transaction, txid: signed.txids[transaction], to: &writer)
    }
  }

  private func write(
    _ transaction: Int, txid: Txid, to writer: inout TruthWriter
  ) throws(FileError) {
    let motif = Truth.Motif(rawValue: plan.transactionMotif[transaction].rawValue)
    try writer.write(TransactionTruth(txid: txid, motif: motif))
    let outputs = plan.outputs(of: transaction)
    for output in outputs {
      let wallet = plan.wallet(ofOutput: output).position
      try writer.write(
        OutputTruth(
          outPoint: OutPoint(txid: txid, vout: UInt32(output - outputs.lowerBound)),
          owner: plan.wallets[wallet].ownerName, wallet: plan.wallets[wallet].name,
          role: Truth.OutputRole(rawValue: plan.outputRole[output].rawValue),
          stolen: Satoshi(plan.outputStolen[output])))
    }
  }

  /// Writes the row of the output by which a coinbase commits to witnesses.
  private func writeCommitment(
    of coinbase: Int, txid: Txid, to writer: inout TruthWriter
  ) throws(FileError) {
    let outputs = plan.outputs(of: coinbase)
    let finder = plan.wallets[plan.wallet(ofOutput: outputs.lowerBound).position]
    try writer.write(
      OutputTruth(
        outPoint: OutPoint(txid: txid, vout: UInt32(outputs.count)), owner: finder.ownerName,
        wallet: finder.name, role: .data))
  }
}
