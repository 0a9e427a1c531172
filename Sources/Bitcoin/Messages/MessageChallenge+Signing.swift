extension MessageChallenge {
  /// Signs the text with the one key that the script asks for: P2PK, P2PKH, P2WPKH, P2WPKH in P2SH, or
  /// the key path of P2TR. Any other script is signed by way of `makePSBT`.
  ///
  /// A plain witness program without terms gets the simple form, all else the full one. The same
  /// input gives the same bytes. `merkleRoot` is that of the script tree of a taproot output.
  ///
  /// - Throws: `otherKey` if the script is of another kind or another key's.
  public func sign(
    with key: SecretKey, merkleRoot: Hash256? = nil, terms: Terms = .none
  ) throws(MessageSigningError) -> GenericSignedMessage {
    var transaction = makeToSign(terms: terms)
    let input = try satisfy(transaction, with: key, merkleRoot: merkleRoot)
    transaction.inputs[0].scriptSig = input.scriptSig
    transaction.inputs[0].witness = input.witness
    let isSimple = input.scriptSig.bytes.isEmpty && terms == .none
    return GenericSignedMessage(isSimple ? .simple(input.witness) : .full(transaction))
  }

  private func satisfy(
    _ transaction: Transaction, with key: SecretKey, merkleRoot: Hash256?
  ) throws(MessageSigningError) -> (scriptSig: ScriptSig, witness: Witness) {
    let compressed = key.makePublicKey(compressed: true)
    let uncompressed = compressed.converted(compressed: false)
    let hash = compressed.computeHash160()
    let keyHash = ScriptPubKey.payToWitnessKeyHash(hash)
    switch scriptPubKey {
    case .payToPublicKey(compressed), .payToPublicKey(uncompressed):
      return (.satisfyingPublicKey(signLegacy(transaction, with: key)), Witness())
    case .payToPublicKeyHash(hash):
      let signature = signLegacy(transaction, with: key)
      return (.satisfyingPublicKeyHash(signature, key: compressed), Witness())
    case .payToPublicKeyHash(uncompressed.computeHash160()):
      let signature = signLegacy(transaction, with: key)
      return (.satisfyingPublicKeyHash(signature, key: uncompressed), Witness())
    case keyHash, .payToScriptHash(of: RedeemScript(keyHash.bytes)):
      let digest = transaction.segwitV0Sighash(
        input: 0, scriptCode: ScriptPubKey.payToPublicKeyHash(hash).bytes, value: .zero, type: .all)
      let isNested = scriptPubKey != keyHash
      return (
        isNested ? .pushes([keyHash.bytes]) : ScriptSig(),
        .satisfyingKeyHash(key.sign(digest), key: compressed)
      )
    default:
      return (ScriptSig(), try satisfyTaproot(transaction, with: key, merkleRoot: merkleRoot))
    }
  }

  private func signLegacy(_ transaction: Transaction, with key: SecretKey) -> ECDSASignature {
    key.sign(transaction.legacySighash(input: 0, scriptCode: scriptPubKey.bytes, type: .all))
  }

  private func satisfyTaproot(
    _ transaction: Transaction, with key: SecretKey, merkleRoot: Hash256?
  ) throws(MessageSigningError) -> Witness {
    guard let tweaked = key.tweakedForTaproot(merkleRoot: merkleRoot),
      scriptPubKey == .payToTaproot(tweaked.xOnlyPublicKey),
      let digest = transaction.taprootSighash(
        input: 0, spentOutputs: [TxOut(value: .zero, scriptPubKey: scriptPubKey)])
    else { throw .otherKey(scriptPubKey.classify()) }
    return Witness([tweaked.signSchnorr(digest).bytes])
  }
}

// MARK: - By way of a PSBT

extension MessageChallenge {
  /// Makes the PSBT that the signers of any script sign and finalise (BIP-0322, "PSBT creator");
  /// `GenericSignedMessage(finalised:)` then makes the signature of it.
  ///
  /// `shown` are the coins that a proof of funds shows. Those whose script is older than segwit need
  /// the transaction that made them in `previous`.
  ///
  /// - Throws: `psbt` if an output is missing in `previous` or contradicts it.
  public func makePSBT(
    terms: Terms = .none, shown: [ShownOutput] = [], previous: [Txid: Transaction] = [:],
    version: PSBTVersion = .v0
  ) throws(MessageSigningError) -> PartiallySignedTransaction {
    let inputs = shown.map { TxIn(prevout: $0.prevout, sequence: $0.sequence) }
    do throws(PSBTError) {
      var psbt = try PartiallySignedTransaction(
        makeToSign(terms: terms, reserves: inputs), version: version)
      psbt.genericSignedMessage = text
      psbt[input: 0].nonWitnessUTXO = makeToSpend()
      if scriptPubKey.mayTakeWitness {
        psbt[input: 0].witnessUTXO = TxOut(value: .zero, scriptPubKey: scriptPubKey)
      }
      try psbt.setSpentOutputs(shown, previous: previous, from: 1)
      return psbt
    } catch {
      throw .psbt(error)
    }
  }
}

extension GenericSignedMessage {
  /// The signature that a finalised PSBT is, in the shortest form that BIP-0322 has for it: simple,
  /// full, or proof of funds where there are further inputs.
  ///
  /// Only the form is looked at; `MessageChallenge.verify` judges.
  ///
  /// - Throws: `notFinalised`; `psbt` if the transaction cannot be made.
  public init(finalised psbt: PartiallySignedTransaction) throws(MessageSigningError) {
    if let open = psbt.inputs.firstIndex(where: { !$0.isFinal }) {
      throw .notFinalised(input: open)
    }
    guard psbt.inputs.count == 1 else {
      self.init(.proofOfFunds(psbt))
      return
    }
    let transaction: Transaction
    do throws(PSBTError) { transaction = try psbt.transactionWithFinals() } catch {
      throw .psbt(error)
    }
    let input = transaction.inputs[0]
    let isSimple =
      transaction.version == 0 && transaction.lockTime == 0 && input.sequence == 0
      && input.scriptSig.bytes.isEmpty && !input.witness.isEmpty
    self.init(isSimple ? .simple(input.witness) : .full(transaction))
  }
}
