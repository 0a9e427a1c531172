import Bitcoin

extension DescriptorLaws {
  /// What a descriptor tells a PSBT is read back, and what its own keys sign and finalise by it is a
  /// valid spend.
  static func checkSpending(_ derived: DerivedScripts) throws(FuzzFinding) {
    let previous = Transaction(
      inputs: [TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0))],
      outputs: [TxOut(value: Satoshi(1_000), scriptPubKey: derived.scriptPubKey)])
    let prevout = OutPoint(txid: previous.computeTxid(), vout: 0)
    let spending = Transaction(
      version: 2, inputs: [TxIn(prevout: prevout)],
      outputs: [TxOut(value: Satoshi(900), scriptPubKey: derived.scriptPubKey)])
    guard var psbt = try? PartiallySignedTransaction(spending) else { return }
    psbt[input: 0].nonWitnessUTXO = previous
    psbt.update(input: 0, with: derived)
    psbt.update(output: 0, with: derived)
    try checkReading(psbt)
    let secrets = derived.keys.compactMap(\.secretKey)
    if secrets.isEmpty { return }
    guard (try? psbt.sign(with: PSBTKeyRing(secrets))) != nil else { return }
    try checkReading(psbt)
    guard let failures = try? psbt.finalise(), failures.isEmpty else { return }
    try checkReading(psbt)
    do throws(PSBTError) {
      _ = try psbt.extract()
    } catch {
      throw FuzzFinding("final, but not extracted: \(error)")
    }
  }

  private static func checkReading(_ psbt: PartiallySignedTransaction) throws(FuzzFinding) {
    let again = try? PartiallySignedTransaction(decoding: psbt.encoded())
    try expect(again == psbt, "\(Hex.encode(psbt.encoded())) is not read back")
  }
}
