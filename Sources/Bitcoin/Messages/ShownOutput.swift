/// An output that a proof shows control of. Whether it exists and is unspent is for a chain to say.
public struct ShownOutput: Hashable, Sendable {
  /// Where the output is.
  public let prevout: OutPoint
  /// What the proof says it is.
  public let output: TxOut
  /// The sequence of the input, which may ask for an age (BIP-0068).
  public let sequence: UInt32

  /// The output at `prevout`.
  public init(prevout: OutPoint, output: TxOut, sequence: UInt32) {
    self.prevout = prevout
    self.output = output
    self.sequence = sequence
  }
}

extension ShownOutput {
  /// What consensus asks of a transaction and the amounts that it spends, but for scripts (Core:
  /// `CheckTransaction`, consensus/tx_check.cpp; `CheckTxInputs`, consensus/tx_verify.cpp).
  static func check(
    _ transaction: Transaction, spentOutputs: [TxOut]
  ) throws(MessageFault) {
    // A byte without witness weighs four, and a block 4,000,000 at most (Core: consensus/consensus.h).
    let byteCount = transaction.encoded(includingWitness: false).count
    guard byteCount <= 1_000_000 else { throw .oversized(byteCount: byteCount) }
    var seen: Set<OutPoint> = []
    var sum = Satoshi.zero
    for (index, input) in transaction.inputs.enumerated() {
      guard !input.prevout.isNull else { throw .nullInput(index) }
      guard seen.insert(input.prevout).inserted else { throw .duplicateInput(input.prevout) }
      guard spentOutputs[index].value.isInMoneyRange,
        let total = sum.addingInMoneyRange(spentOutputs[index].value)
      else { throw .amountOutOfRange(input: index) }
      sum = total
    }
  }
}
