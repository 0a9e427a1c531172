/// The digests that the signatures of a PSBT's inputs are over, with what they share computed once.
///
/// Not for two threads at once: each makes its own.
struct PSBTDigests: ~Copyable {
  /// The transaction without what satisfies its inputs.
  let transaction: Transaction
  /// The output that each input spends, where it is known.
  let spentOutputs: [TxOut?]
  private let knownOutputs: [TxOut]
  private var scratch = SighashScratch()
  private var segwit: SegwitSighashCache?
  private var taproot: TaprootSighashCache?

  /// The digests of a PSBT's inputs.
  init(_ psbt: PartiallySignedTransaction) throws(PSBTError) {
    let transaction = try psbt.unsignedTransaction()
    let spentOutputs = try psbt.spentOutputs()
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    knownOutputs = spentOutputs.compactMap(\.self)
  }

  /// The digest of an ECDSA signature; nil for a type that is not defined, and for single without an
  /// output at the input's place, which would sign the number 1 or nothing.
  mutating func ecdsa(_ input: Int, _ spend: PSBTSpend, _ type: SighashType) -> Hash256? {
    guard (1...3).contains(type.rawValue & ~0x80), hasOutput(input, type) else { return nil }
    switch spend.kind {
    case .legacy:
      return transaction.legacySighash(
        input: input, scriptCode: spend.script, type: type, using: &scratch)
    case .segwitV0:
      guard let value = spentOutputs[input]?.value else { return nil }
      let cache = segwit ?? SegwitSighashCache(transaction)
      segwit = cache
      return transaction.segwitV0Sighash(
        input: input, scriptCode: spend.script, value: value, type: type, cache: cache)
    case .taproot:
      return nil
    }
  }

  /// The digest of a Schnorr signature; nil for a type that BIP-0341 does not know, and for single
  /// without an output at the input's place.
  ///
  /// - Throws: `unknownSpentOutput`, as such a signature commits to what all inputs spend.
  mutating func schnorr(
    _ input: Int, leafHash: Hash256? = nil, _ type: SighashType
  ) throws(PSBTError) -> Hash256? {
    if let unknown = spentOutputs.firstIndex(of: nil) { throw .unknownSpentOutput(input: unknown) }
    let cache = taproot ?? TaprootSighashCache(transaction, spentOutputs: knownOutputs)
    taproot = cache
    return transaction.taprootSighash(
      input: input, spentOutputs: knownOutputs, type: type, leafHash: leafHash, cache: cache)
  }

  private func hasOutput(_ input: Int, _ type: SighashType) -> Bool {
    !type.isSingle || transaction.outputs.indices.contains(input)
  }
}
