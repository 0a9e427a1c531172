import Testing

@testable import Bitcoin

@Suite("PSBT: descriptors fill it, extended keys sign it")
struct PSBTDescriptorTests {
  static let master = ExtendedSecretKey(seed: Digest.sha256(Array("psbt master".utf8)))
  static let account = "84h/1h/0h"

  /// Descriptors over one account key, whose origin is the master's.
  static let descriptors: [String] = {
    guard let master, let path = DerivationPath(account), let key = master.descendant(path)
    else { return [] }
    let origin = "[\(master.publicKey.computeFingerprint())/\(account)]"
    let xpub = origin + key.publicKey.text(network: .regtest)
    let (a, b, c) = ("\(xpub)/0/*", "\(xpub)/1/*", "\(xpub)/2/*")
    return [
      "pk(\(a))", "pkh(\(a))", "wpkh(\(a))", "sh(wpkh(\(a)))", "sh(multi(2,\(a),\(b),\(c)))",
      "wsh(sortedmulti(2,\(a),\(b)))", "sh(wsh(multi(1,\(a),\(b))))", "wsh(pkh(\(a)))", "tr(\(a))",
      "tr(\(a),pk(\(b)))", "tr(\(a),{pk(\(b)),pk(\(c))})", "rawtr(\(a))",
      "tr(\(a),multi_a(2,\(b),\(c)))",
    ]
  }()

  private func psbt(
    _ scripts: DerivedScripts, _ version: PSBTVersion
  ) throws -> PartiallySignedTransaction {
    let funding = Transaction(
      inputs: [TxIn(prevout: OutPoint(txid: Txid(Hash256(9, 9, 9, 9)), vout: 0))],
      outputs: [TxOut(value: Satoshi(50_000), scriptPubKey: scripts.scriptPubKey)])
    let spend = Transaction(
      version: 2, inputs: [TxIn(prevout: OutPoint(txid: funding.computeTxid(), vout: 0))],
      outputs: [TxOut(value: Satoshi(49_000), scriptPubKey: scripts.scriptPubKey)])
    var psbt = try PartiallySignedTransaction(spend, version: version)
    psbt[input: 0].nonWitnessUTXO = funding
    psbt.update(input: 0, with: scripts)
    psbt.update(output: 0, with: scripts)
    return psbt
  }

  @Test(
    "the master key signs what descriptors of its account pay, in both versions",
    arguments: descriptors, PSBTVersion.allCases)
  func signed(_ text: String, _ version: PSBTVersion) throws {
    let scripts = try Descriptor(text, network: .regtest).scripts(at: 7)
    let master = try #require(PSBTDescriptorTests.master)
    var psbt = try psbt(scripts, version)
    psbt = try PartiallySignedTransaction(decoding: psbt.encoded())
    #expect(psbt.outputs[0].tapTree == scripts.taproot?.tree)
    #expect(try psbt.sign(with: PSBTKeyRing(extendedKeys: [master])) >= 1)
    #expect(try psbt.finalise() == [])
    _ = try psbt.extract(flags: .standard)
  }

  @Test("each key of the path signs, from the master to the account, and a stranger's none")
  func partOfThePath() throws {
    let scripts = try Descriptor(PSBTDescriptorTests.descriptors[2], network: .regtest)
      .scripts(at: 7)
    let master = try #require(PSBTDescriptorTests.master)
    let start = try psbt(scripts, .v0)
    let path = try #require(DerivationPath(PSBTDescriptorTests.account))
    for count in 0...path.steps.count {
      let part = DerivationPath(Array(path.steps.prefix(count)))
      let key = try #require(master.descendant(part))
      var ring = PSBTKeyRing()
      ring.add(
        key,
        origin: KeyOrigin(fingerprint: master.publicKey.computeFingerprint(), path: part))
      var psbt = start
      #expect(try psbt.sign(with: ring) == 1)
    }
    let stranger = try #require(ExtendedSecretKey(seed: Digest.sha256([7])))
    // The fingerprint fits, the key does not.
    var ring = PSBTKeyRing()
    ring.add(
      stranger,
      origin: KeyOrigin(
        fingerprint: master.publicKey.computeFingerprint(), path: DerivationPath()))
    var psbt = start
    #expect(try psbt.sign(with: ring) == 0)
  }

  @Test("a key path signature goes before leaves; without it the shortest leaf is taken")
  func shortest() throws {
    let scripts = try Descriptor(PSBTDescriptorTests.descriptors[12], network: .regtest)
      .scripts(at: 7)
    let master = try #require(PSBTDescriptorTests.master)
    var psbt = try psbt(scripts, .v0)
    #expect(try psbt.sign(with: PSBTKeyRing(extendedKeys: [master])) == 3)
    var byLeaf = psbt
    byLeaf[input: 0].tapKeySignature = nil
    #expect(try psbt.finalise() == [])
    #expect(psbt.inputs[0].finalWitness?.stack.count == 1)
    #expect(try byLeaf.finalise() == [])
    #expect(byLeaf.inputs[0].finalWitness?.stack.count == 4)
    _ = try byLeaf.extract(flags: .standard)
  }
}
