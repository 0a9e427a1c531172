import Bitcoin
import Files

extension SigningDesk {
  /// Makes and signs a transaction that no block of the best chain has, by the program that made the
  /// one in its place.
  ///
  /// - Precondition: what it spends is signed.
  func makeLost(_ row: Int) -> SignedTransaction {
    let lost = plan.lost[row]
    var draft = Transaction(
      version: UInt32(plan.transactionVersion[lost.winner]), inputs: [],
      outputs: lost.outputs.map {
        TxOut(value: Satoshi($0.value), scriptPubKey: keys.script(of: $0.key))
      }, lockTime: plan.transactionLockTime[lost.winner])
    draft.inputs = lost.inputs.map { coin in
      let parent = Int(plan.outputTransaction[coin.position])
      return TxIn(
        prevout: OutPoint(
          txid: txids[parent], vout: coin.rawValue - plan.transactionFirstOutput[parent]),
        sequence: plan.transactionSequence[lost.winner])
    }
    var tools = SigningTools()
    var signer = InputSigner(
      draft,
      spentOutputs: lost.inputs.map { coin in
        TxOut(
          value: Satoshi(plan.outputValue[coin.position]),
          scriptPubKey: keys.script(of: plan.outputKey[coin.position]))
      }, keys: keys)
    for (index, coin) in lost.inputs.enumerated() {
      let key = plan.outputKey[coin.position]
      let form = keys.form(of: key)
      signer.sign(
        index, key, signers: form.count == 1 ? [0] : form.signers(of: coin),
        grindLowR: plan.wallets[plan.keyWallet[key.position].position].grindsLowR, using: &tools)
    }
    return SignedTransaction(signer.transaction, using: tools.hasher)
  }

  /// Makes the coinbase of a losing block.
  ///
  /// - Parameter others: the wtxids of the block's other transactions; nil where none has a witness.
  func makeCoinbase(
    of block: StaleBranch.Block, height: Int, committingTo others: [Hash256]?
  ) -> SignedTransaction {
    let output = TxOut(value: Satoshi(block.reward), scriptPubKey: keys.script(of: block.key))
    let script = coinbases.script(height: height, finder: plan.keyWallet[block.key.position])
    return makeCoinbase(
      Transaction(inputs: [TxIn(prevout: .null, scriptSig: script)], outputs: [output]),
      committingTo: others)
  }
}
