import Bitcoin
import Files

/// Makes the signed transactions of a plan from the plan and the txids of what is signed already.
struct SigningDesk: Sendable {
  /// The plan.
  let plan: Plan
  /// Its keys.
  let keys: KeyRing
  /// What stands in coinbases.
  let coinbases: CoinbaseScripts
  /// The txids of what is signed already.
  let txids: SharedColumn<Txid>

  /// Makes and signs a transaction that is no coinbase, once the txids that it refers to are known;
  /// nil where `help` says that they may never be.
  func makeTransaction(
    _ number: Int, using tools: inout SigningTools, helping help: () -> Workers.Help
  ) -> SignedTransaction? {
    isPlain(number)
      ? makePlainTransaction(number, using: &tools, helping: help)
      : makeAnyTransaction(number, using: &tools, helping: help)
  }

  /// Makes and signs a transaction of whatever kind by way of a `Transaction`.
  func makeAnyTransaction(
    _ number: Int, using tools: inout SigningTools, helping help: () -> Workers.Help
  ) -> SignedTransaction? {
    guard let draft = makeDraft(number, helping: help) else { return nil }
    let inputs = plan.inputs(of: number)
    tools.template.removeAll()
    var signer = InputSigner(
      draft, spentOutputs: inputs.map { makeOutput(plan.inputSpent[$0].position) }, keys: keys)
    for (index, input) in inputs.enumerated() {
      let output = plan.inputSpent[input]
      let key = plan.outputKey[output.position]
      let form = keys.form(of: key)
      signer.sign(
        index, key, signers: form.count == 1 ? [0] : form.signers(of: output),
        grindLowR: plan.grindsLowR(key, in: number), using: &tools)
    }
    return finish(signer.transaction, number, using: tools.hasher)
  }

  /// What is mined of a signed transaction: itself, or what somebody made of it in flight.
  private func finish(
    _ transaction: Transaction, _ number: Int, using hasher: borrowing DoubleSHA256
  ) -> SignedTransaction {
    var mined = SignedTransaction(transaction, using: hasher)
    if let change = plan.malleations[number] {
      let original = mined.txid
      mined = SignedTransaction(change.applied(to: transaction), using: hasher)
      mined.otherTxid = original
    } else if let change = plan.failedMalleations[number] {
      let other = SignedTransaction(change.applied(to: transaction), using: hasher)
      mined.otherTxid = other.txid
    }
    return mined
  }

  /// A transaction without its signatures.
  private func makeDraft(_ number: Int, helping help: () -> Workers.Help) -> Transaction? {
    let inputs = plan.inputs(of: number)
    var draft = Transaction(
      version: UInt32(plan.transactionVersion[number]), inputs: [],
      outputs: plan.outputs(of: number).map { makeOutput($0) },
      lockTime: plan.transactionLockTime[number])
    draft.inputs.reserveCapacity(inputs.count)
    for input in inputs {
      guard let prevout = prevout(ofInput: input, helping: help) else { return nil }
      draft.inputs.append(
        TxIn(prevout: prevout, sequence: plan.transactionSequence[number]))
    }
    return draft
  }

  /// What an input spends, once its txid is known.
  func prevout(ofInput input: Int, helping help: () -> Workers.Help) -> OutPoint? {
    let output = plan.inputSpent[input]
    let parent = Int(plan.outputTransaction[output.position])
    guard let txid = txids.element(at: parent, helping: help) else { return nil }
    return OutPoint(txid: txid, vout: output.rawValue - plan.transactionFirstOutput[parent])
  }

  private func makeOutput(_ output: Int) -> TxOut {
    TxOut(
      value: Satoshi(plan.outputValue[output]),
      scriptPubKey: keys.script(of: plan.outputKey[output]))
  }

  /// Makes the coinbase of a block, which commits to the witnesses of the others if there are any.
  ///
  /// - Parameter others: the wtxids of the block's other transactions; nil where none has a witness.
  func makeCoinbase(_ number: Int, committingTo others: [Hash256]?) -> SignedTransaction {
    let outputs = plan.outputs(of: number)
    let script = coinbases.script(
      height: Int(plan.transactionHeight[number]),
      finder: plan.wallet(ofOutput: outputs.lowerBound))
    return makeCoinbase(
      Transaction(
        version: UInt32(plan.transactionVersion[number]),
        inputs: [TxIn(prevout: .null, scriptSig: script)],
        outputs: outputs.map { makeOutput($0) }, lockTime: plan.transactionLockTime[number]),
      committingTo: others)
  }

  /// A coinbase with its commitment to the others' witnesses, if there are any.
  func makeCoinbase(
    _ draft: Transaction, committingTo others: [Hash256]?
  ) -> SignedTransaction {
    let hasher = DoubleSHA256()
    var transaction = draft
    if let others {
      // The coinbase itself counts with the zero hash; the reserved value is zero by custom.
      let root = MerkleTree.root(of: [Hash256.zero] + others).root
      let commitment = hasher.hash(root, Hash256.zero)
      transaction.outputs.append(
        TxOut(value: .zero, scriptPubKey: Block.witnessCommitmentScript(commitment)))
      transaction.inputs[0].witness = Witness([Hash256.zero.bytes])
    }
    return SignedTransaction(transaction, using: hasher)
  }
}
