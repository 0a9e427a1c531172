extension MessageChallenge {
  /// The rules of which a signature may break none: consensus, and the BIP's required rules.
  ///
  /// BIP-0322 speaks of MINIMALIF for all scripts; as in Bitcoin Core the flag binds witness scripts.
  static let requiredFlags: ScriptFlags = [
    .consensus, .strictEncoding, .lowS, .nullFail, .minimalData, .cleanStack, .minimalIf,
    .constScriptCode,
  ]

  /// The rules whose breach leaves a signature open: what later rules may give a meaning.
  ///
  /// BIP-0322 names the two that are older than taproot; those of BIP-0342 forbid the same for the
  /// same reason.
  static let upgradableFlags: ScriptFlags = [
    .discourageUpgradableNops, .discourageUpgradableWitnessProgram,
    .discourageUpgradableTaprootVersion, .discourageOpSuccess, .discourageUpgradablePublicKeyType,
  ]

  /// Judges a signature over the text for the script (BIP-0322, "Verification Process").
  ///
  /// No clock and no chain is asked: see `MessageVerdict.valid`.
  public func verify(_ signature: GenericSignedMessage) -> MessageVerdict {
    do throws(MessageFault) {
      let signed: SignedTransaction
      switch signature.content {
      case .legacy(let signature): return verify(signature)
      case .simple(let witness): signed = try read(witness)
      case .full(let transaction): signed = try read(transaction)
      case .proofOfFunds(let psbt): signed = try read(psbt)
      }
      try checkShape(signed)
      return try judge(signed)
    } catch {
      return .invalid(error)
    }
  }

  /// The signed transaction with all outputs that it spends.
  private struct SignedTransaction {
    var transaction: Transaction
    var spentOutputs: [TxOut]
  }

  private func verify(_ signature: SignedMessage) -> MessageVerdict {
    let kind = scriptPubKey.classify()
    guard kind == .publicKeyHash else { return .invalid(.legacyForOtherScript(kind)) }
    return signature.isSigned(text, by: scriptPubKey) ? .valid(.none) : .invalid(.otherKey)
  }
}

// MARK: - Reading

extension MessageChallenge {
  private var spentOutput: TxOut { TxOut(value: .zero, scriptPubKey: scriptPubKey) }

  private func read(_ witness: Witness) throws(MessageFault) -> SignedTransaction {
    guard isWitnessProgram else { throw .simpleForOtherScript(scriptPubKey.classify()) }
    var transaction = makeToSign()
    transaction.inputs[0].witness = witness
    return SignedTransaction(transaction: transaction, spentOutputs: [spentOutput])
  }

  private func read(_ transaction: Transaction) throws(MessageFault) -> SignedTransaction {
    // Only a PSBT tells what further inputs spend.
    guard transaction.inputs.count <= 1 else { throw .missingSpentOutput(input: 1) }
    return SignedTransaction(transaction: transaction, spentOutputs: [spentOutput])
  }

  private func read(_ psbt: PartiallySignedTransaction) throws(MessageFault) -> SignedTransaction {
    let transaction: Transaction
    let known: [TxOut?]
    do throws(PSBTError) {
      try psbt.checkSpentOutputs()
      transaction = try psbt.transactionWithFinals()
      known = try psbt.spentOutputs()
    } catch {
      throw .unreadablePSBT(error)
    }
    var spentOutputs: [TxOut] = []
    var given: [Txid: Transaction] = [:]
    for (index, input) in psbt.inputs.enumerated() {
      guard input.isFinal else { throw .notFinalised(input: index) }
      let prevout = transaction.inputs[index].prevout
      if let whole = input.nonWitnessUTXO { given[prevout.txid] = whole }
      if index == 0 {
        guard known[0] == nil || known[0] == spentOutput else { throw .wrongSpentOutput }
        spentOutputs.append(spentOutput)
        continue
      }
      // Signatures from before segwit do not commit to what they spend, so the whole transaction
      // has to be there, with this input or an earlier one.
      guard let output = known[index],
        !transaction.inputs[index].witness.isEmpty || given[prevout.txid] != nil
      else { throw .missingSpentOutput(input: index) }
      spentOutputs.append(output)
    }
    return SignedTransaction(transaction: transaction, spentOutputs: spentOutputs)
  }

  /// Whether the script is a plain witness program (BIP-0141).
  private var isWitnessProgram: Bool {
    switch scriptPubKey.classify() {
    case .witnessV0KeyHash, .witnessV0ScriptHash, .witnessV1Taproot, .witnessUnknown: true
    default: false
    }
  }
}

// MARK: - Judging

extension MessageChallenge {
  /// The form that BIP-0322 gives the transaction, and what consensus asks of any (Core:
  /// `CheckTransaction`, consensus/tx_check.cpp; `CheckTxInputs`, consensus/tx_verify.cpp).
  private func checkShape(_ signed: SignedTransaction) throws(MessageFault) {
    let transaction = signed.transaction
    let prevout = OutPoint(txid: makeToSpend().computeTxid(), vout: 0)
    guard transaction.inputs.first?.prevout == prevout else {
      throw .wrongFirstInput(expected: prevout, found: transaction.inputs.first?.prevout)
    }
    guard
      transaction.outputs == [TxOut(value: .zero, scriptPubKey: MessageChallenge.noOutput)]
    else { throw .wrongOutputs(count: transaction.outputs.count) }
    try ShownOutput.check(transaction, spentOutputs: signed.spentOutputs)
  }

  private func judge(_ signed: SignedTransaction) throws(MessageFault) -> MessageVerdict {
    let transaction = signed.transaction
    var strict = SpendVerifier(
      transaction, spentOutputs: signed.spentOutputs,
      flags: MessageChallenge.requiredFlags.union(MessageChallenge.upgradableFlags))
    var required = SpendVerifier(
      transaction, spentOutputs: signed.spentOutputs, flags: MessageChallenge.requiredFlags)
    var doubt: MessageDoubt?
    for input in transaction.inputs.indices {
      var types: [SighashType]
      let verdict = strict.verify(input: input)
      types = strict.sighashTypes
      if case .invalid(let failure) = verdict {
        if case .invalid(let failure) = required.verify(input: input) {
          throw .unsatisfied(input: input, failure)
        }
        types = required.sighashTypes
        doubt = doubt ?? .upgradable(input: input, failure)
      }
      if let type = types.first(where: { $0 != .all && $0 != .taprootDefault }) {
        throw .partialCommitment(input: input, type)
      }
      let scriptPubKey = signed.spentOutputs[input].scriptPubKey
      if verdict.isScriptRead, transaction.inputs[input].hasCodeSeparator(spending: scriptPubKey) {
        throw .codeSeparator(input: input)
      }
    }
    if transaction.version != 0, transaction.version != 2 {
      return .inconclusive(.unknownVersion(transaction.version))
    }
    if let doubt { return .inconclusive(doubt) }
    return .valid(
      Terms(
        version: transaction.version, time: transaction.lockTime,
        age: transaction.inputs[0].sequence))
  }
}

extension SpendVerdict {
  /// Whether what the witness reveals is a script of today's, whatever single opcodes or keys in it
  /// are kept for later.
  fileprivate var isScriptRead: Bool {
    switch self {
    case .valid: true
    case .invalid(let failure):
      [.discourageUpgradableNops, .discourageUpgradablePubkeyType].contains(failure.rule)
    }
  }
}

extension TxIn {
  /// Whether the script that the witness reveals has an OP_CODESEPARATOR, which no flag forbids
  /// there. Scripts from before segwit are bound by `constScriptCode`.
  ///
  /// The input satisfies `scriptPubKey`.
  fileprivate func hasCodeSeparator(spending scriptPubKey: ScriptPubKey) -> Bool {
    guard let script = revealedScript(spending: scriptPubKey) else { return false }
    var reader = ScriptReader(script.span)
    while let instruction = reader.next() {
      if instruction.opcode == Opcode.codeSeparator { return true }
    }
    return false
  }

  /// The witness script or tapscript that the witness reveals; nil where there is none.
  private func revealedScript(spending scriptPubKey: ScriptPubKey) -> [UInt8]? {
    switch scriptPubKey.classify() {
    case .witnessV0ScriptHash: return witness.stack.last
    case .scriptHash:
      guard let redeemScript = scriptSig.pushedItems?.last,
        ScriptKind.classify(redeemScript.span) == .witnessV0ScriptHash
      else { return nil }
      return witness.stack.last
    case .witnessV1Taproot:
      var stack = witness.stack[...]
      // The annex (BIP-0341).
      if stack.count >= 2, stack.last?.first == 0x50 { stack.removeLast() }
      return stack.count >= 2 ? stack[stack.endIndex - 2] : nil
    default: return nil
    }
  }
}

extension GenericSignedMessage {
  /// The outputs that a proof of funds shows besides the script that signs; those of which it does
  /// not tell what they are, left out.
  public var shownOutputs: [ShownOutput] {
    guard case .proofOfFunds(let psbt) = content, let known = try? psbt.spentOutputs(),
      let transaction = try? psbt.unsignedTransaction()
    else { return [] }
    return zip(transaction.inputs, known).dropFirst().compactMap { input, output in
      output.map { ShownOutput(prevout: input.prevout, output: $0, sequence: input.sequence) }
    }
  }
}
