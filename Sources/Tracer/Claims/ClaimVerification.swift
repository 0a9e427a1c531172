import Bitcoin
public import Case
public import Ledger

/// Verification of all claims of a case together.
public enum ClaimVerification {
  /// Finds what a loss stands for, such as the finding of a reconciliation.
  public typealias LossResolver = (String) throws -> [TaintSource]

  /// Verifies claims, check by check, in their order.
  ///
  /// - Parameters:
  ///   - claims: all claims of the case, since a proof may be copied from one to another and a coin
  ///     may be claimed twice.
  ///   - ledger: the chain.
  ///   - loss: gives the sources that a claim's `loss` names; where it throws, the claim cannot be
  ///     traced to its loss, and the error says why. It is also asked for `reconcile:missing`, so that
  ///     a loss that only the claim knows of is told from one of the books.
  public static func run(
    _ claims: [Claim], ledger: borrowing ChainLedger, loss: LossResolver
  ) -> [ClaimReport] {
    let register = ControlProofs.Register(claims)
    var examinations: [ClaimExamination] = []
    for claim in claims {
      let proofs = ControlProofs(claim, register: register, network: ledger.network)
      examinations.append(ClaimExamination(claim, proofs: proofs, ledger))
    }
    var reports: [ClaimReport] = []
    for (index, examination) in examinations.enumerated() {
      let once = examination.checkClaimedOnce(among: examinations, own: index, ledger)
      let (traced, lossCheck) = examination.checkLoss(ledger, loss)
      let checks = examination.checks + [once, lossCheck]
      reports.append(
        ClaimReport(
          claim: examination.claim,
          verdict: ClaimVerdict(checks), checks: checks, found: examination.found,
          traced: traced))
    }
    return reports
  }
}
