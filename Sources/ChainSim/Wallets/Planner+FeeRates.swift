import Bitcoin

extension Planner {
  /// The lowest rate that nodes pass on (sat for 1,000 virtual bytes; Core: policy/policy.h,
  /// DEFAULT_MIN_RELAY_TX_FEE before 30.0).
  private static let lowestFeeRate: Int64 = 1_000

  /// What the payer of a draft gives for its size, change included, where the scenario has fee rates;
  /// nil where it has none, and for what the story asks for to the satoshi.
  ///
  /// A rate of the law; while payments wait, for half of the payers at least 5 to 50 percent more than
  /// the cheapest payment of the last block gave.
  mutating func feeForSize(of draft: Draft, change key: KeyNumber) -> Int64? {
    guard let law = feeRateLaw, !draft.isUrgent, let payer = author(of: draft) else { return nil }
    let owner = Int(walletOwner[payer.position])
    var rate = max(law.draw(&walletGenerators[owner]), Planner.lowestFeeRate)
    if mempool.lowestRate > 0 {
      let draw = walletGenerators[owner].below(92)
      // The mempool counts weight, four units of which are a virtual byte.
      let bid = mempool.lowestRate * 4 * Int64(draw + 59) / 100
      if draw >= 46 { rate = max(rate, bid) }
    }
    let spent = draft.inputs.reduce(Plan.emptyWeight) {
      $0 + plan.form(ofOutput: $1.position).maxInputWeight
    }
    let weight = draft.outputs.reduce(spent + plan.keyForm[key.position].outputWeight) {
      $0 + plan.keyForm[$1.key.position].outputWeight
    }
    return (rate * Int64((weight + 3) / 4) + 999) / 1_000
  }
}
