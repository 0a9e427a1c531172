import Bitcoin
import TestSupport

@testable import Ledger

extension ReferenceValidation {
  /// The report that a validation of a chain must give, genesis first.
  static func report(
    _ blocks: [Block], _ rules: ConsensusRules, from first: Int = 0
  ) -> ValidationReport {
    var validation = ReferenceValidation(rules, firstHeight: first)
    var offence: Offence?
    var height = 0
    for block in blocks.dropFirst() {
      if let violation = validation.add(block.encoded()) {
        offence = Offence(
          height: height + 1, block: block.header.computeHash(), violation: violation,
          txids: block.transactions.map { $0.computeTxid() })
        break
      }
      height += 1
    }
    let tally = validation.tally
    return ValidationReport(
      blocks: tally.blocks, transactions: tally.transactions, inputs: tally.inputs,
      signatures: tally.signatures, tip: blocks[height].header.computeHash(), height: height,
      first: offence)
  }
}
