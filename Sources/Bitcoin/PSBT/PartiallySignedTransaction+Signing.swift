extension PartiallySignedTransaction {
  /// Adds the signatures that the keys of `ring` can make, to all inputs that are not final.
  ///
  /// An input is signed with a key that its script names, by itself or by its hash; extended keys come
  /// in by the origins that the input's entries give. A taproot input is signed for its key path and
  /// for each of its leaves. What is signed already stays. The nonces are those of RFC 6979 and
  /// BIP-0340 without randomness: the same input gives the same bytes.
  ///
  /// `accepted` are the sighash types that may be signed with, `SIGHASH_ALL` and taproot's default
  /// unless told otherwise: with another one, others can change the transaction afterwards. Beside the
  /// commitment of a proof of reserves, none is accepted that does not commit to it (BIP-0127).
  ///
  /// - Returns: how many signatures were added.
  /// - Throws: what the checks of BIP-0174 for signers find, `unacceptableSighashType`,
  ///   `unknownSpentOutput` for a taproot signature, `wrongReservesCommitment`; then nothing is changed.
  @discardableResult
  public mutating func sign(
    with ring: PSBTKeyRing, accepting accepted: Set<SighashType> = [.all, .taprootDefault],
    grindLowR: Bool = false
  ) throws(PSBTError) -> Int {
    try checkSpentOutputs()
    let commitments = try reservesCommitments()
    let signer = PSBTSigner(
      accepted: commitments.contains(true) ? accepted.filter { !$0.isAnyoneCanPay } : accepted,
      grindLowR: grindLowR)
    var digests = try PSBTDigests(self)
    let wholeKnown = try wholeTransactionsKnown()
    var signed = self
    var count = 0
    for index in inputs.indices where !inputs[index].isFinal && !commitments[index] {
      guard let output = digests.spentOutputs[index] else { continue }
      let spend: PSBTSpend
      do {
        spend = try PSBTSpend(
          inputs[index], at: index, spending: output, isWholeKnown: wholeKnown[index])
      } catch .unfinished {
        // A script that is missing is for an updater to add, not for a signer to refuse.
        continue
      }
      let own = ring.adding(derivedFor: inputs[index], spend)
      let added =
        switch spend.kind {
        case .legacy, .segwitV0:
          try signer.signECDSA(&signed.inputs[index], at: index, spend, own, &digests)
        case .taproot(let key):
          try signer.signTaproot(&signed.inputs[index], at: index, key, own, &digests)
        }
      for type in added { signed.restrict(by: type) }
      count += added.count
    }
    self = signed
    return count
  }

  /// Whether the whole transaction that each input spends from is at hand.
  func wholeTransactionsKnown() throws(PSBTError) -> [Bool] {
    let prevouts = try prevouts()
    var known: Set<Txid> = []
    for index in inputs.indices where inputs[index].nonWitnessUTXO != nil {
      known.insert(prevouts[index].txid)
    }
    return prevouts.map { known.contains($0.txid) }
  }

  /// Takes back what a signature of `type` forbids to modify (BIP-0370, signer).
  private mutating func restrict(by type: SighashType) {
    guard version == .v2, var flags = modifiable ?? (type.isSingle ? [] : nil) else { return }
    if !type.isAnyoneCanPay { flags.remove(.inputs) }
    if !type.isNone { flags.remove(.outputs) }
    if type.isSingle { flags.insert(.hasSingle) }
    global[.globalModifiable] = [flags.rawValue]
  }
}
