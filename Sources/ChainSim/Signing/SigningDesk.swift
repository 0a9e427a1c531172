import Bitcoin

/// Makes the signed transactions of a plan from the plan and what is signed already.
struct SigningDesk: Sendable {
  /// The plan.
  let plan: Plan
  /// Its keys.
  let keys: KeyRing
  /// What stands in coinbases.
  let coinbases: CoinbaseScripts
  /// What is signed already.
  let board: SigningBoard
  /// The blocks whose coinbase commits to witnesses, by height.
  let hasCommitment: [Bool]

  /// The transactions that wait for one, as often as they do.
  func dependents(of transaction: Int) -> [Int] {
    var waiting = plan.outputs(of: transaction).compactMap { output -> Int? in
      let spender = plan.outputSpender[output]
      return spender == .max ? nil : Int(spender)
    }
    let height = Int(plan.transactionHeight[transaction])
    if hasCommitment[height] {
      let coinbase = plan.transactions(ofBlock: height).upperBound - 1
      if coinbase != transaction { waiting.append(coinbase) }
    }
    return waiting
  }

  /// Makes and signs a transaction.
  func makeTransaction(_ number: Int) -> SignedTransaction {
    let spent = plan.inputs(of: number).map { plan.inputSpent[$0] }
    var transaction = Transaction(
      inputs: [], outputs: plan.outputs(of: number).map { makeOutput($0) })
    guard !spent.isEmpty else { return makeCoinbase(transaction, number) }
    let parents = board.txids(of: spent.map { Int(plan.outputTransaction[$0.position]) })
    transaction.inputs = zip(spent, parents).map { output, txid in
      let first = plan.transactionFirstOutput[Int(plan.outputTransaction[output.position])]
      return TxIn(prevout: OutPoint(txid: txid, vout: output.rawValue - first))
    }
    let spentOutputs = spent.map { makeOutput($0.position) }
    var signer = InputSigner(transaction, spentOutputs: spentOutputs)
    for (index, output) in spent.enumerated() {
      let material = keys.material(of: plan.outputKey[output.position])
      signer.sign(index, material, signers: material.signers(of: output))
    }
    return finish(signer.transaction, number)
  }

  /// What is mined of a signed transaction: itself, or what somebody made of it in flight.
  private func finish(_ transaction: Transaction, _ number: Int) -> SignedTransaction {
    var mined = SignedTransaction(transaction)
    if let change = plan.malleations[number] {
      let original = mined.txid
      mined = SignedTransaction(change.applied(to: transaction))
      mined.otherTxid = original
    } else if let change = plan.failedMalleations[number] {
      mined.otherTxid = SignedTransaction(change.applied(to: transaction)).txid
    }
    return mined
  }

  private func makeOutput(_ output: Int) -> TxOut {
    TxOut(
      value: Satoshi(plan.outputValue[output]),
      scriptPubKey: keys.script(of: plan.outputKey[output]))
  }

  private func makeCoinbase(_ draft: Transaction, _ number: Int) -> SignedTransaction {
    var transaction = draft
    let height = Int(plan.transactionHeight[number])
    let script = coinbases.script(
      height: height, finder: plan.wallet(ofOutput: plan.outputs(of: number).lowerBound))
    transaction.inputs = [TxIn(prevout: .null, scriptSig: script)]
    if hasCommitment[height] {
      // The coinbase itself counts with the zero hash; the reserved value is zero by custom.
      let others = board.encoded(of: Array(plan.transactions(ofBlock: height).dropLast()))
      let leaves = [Hash256.zero] + others.map { Hash256(doubleSHA256: $0) }
      let commitment = Hash256(
        doubleSHA256: MerkleTree.root(of: leaves).root.bytes + Hash256.zero.bytes)
      transaction.outputs.append(
        TxOut(value: .zero, scriptPubKey: Block.witnessCommitmentScript(commitment)))
      transaction.inputs[0].witness = Witness([Hash256.zero.bytes])
    }
    return SignedTransaction(transaction)
  }
}
