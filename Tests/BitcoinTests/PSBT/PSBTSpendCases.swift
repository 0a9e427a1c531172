import Testing

@testable import Bitcoin

/// A kind of output, with what a PSBT must know to spend it.
struct PSBTSpendCase: Sendable, CustomTestStringConvertible {
  let name: String
  let scriptPubKey: ScriptPubKey
  var redeemScript: RedeemScript?
  var witnessScript: WitnessScript?
  var internalKey: XOnlyPublicKey?
  var merkleRoot: Hash256?
  var leaves: [(ControlBlock, TapLeaf)] = []
  var isWitness = true
  /// The keys that sign, in an order in which the last one completes the spend.
  let signers: [SecretKey]
  var lockTime: UInt32 = 0
  var sequence: UInt32 = 0xffff_fffd

  var testDescription: String { name }

  /// Keys that nobody has.
  static let keys: [SecretKey] = (1...5).compactMap {
    SecretKey(bytes: Digest.sha256(Array("psbt test key \($0)".utf8)))
  }
  static let points = keys.map { $0.makePublicKey(compressed: true) }
  static let xOnly = points.map(\.xOnly)

  static let multisigScript = ScriptPubKey.multisig(2, Array(points[..<3])).bytes

  static func leafScript(multi: Int) -> [UInt8] {
    var writer = ByteWriter()
    for (place, key) in xOnly[..<3].enumerated() {
      writer.write(push: key.bytes)
      writer.write(byte: place == 0 ? Opcode.checkSig : Opcode.checkSigAdd)
    }
    writer.write(byte: Opcode.push1 + UInt8(multi - 1))
    writer.write(byte: Opcode.numEqual)
    return writer.bytes
  }

  static func locked(by opcode: UInt8, _ number: [UInt8], _ script: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(push: number)
    writer.write([opcode, Opcode.drop])
    return writer.bytes + script
  }

  private static func checkSig(_ key: XOnlyPublicKey) -> [UInt8] {
    [32] + key.bytes + [Opcode.checkSig]
  }

  private static func taproot(
    _ name: String, scripts: [[UInt8]], signers: [SecretKey], lockTime: UInt32 = 0
  ) -> PSBTSpendCase? {
    let leaves = scripts.map { TapLeaf(script: $0) }
    var tree = leaves.first.map { TaprootTree($0) }
    for leaf in leaves.dropFirst() {
      tree = tree.flatMap { TaprootTree.branch($0, TaprootTree(leaf)) }
    }
    guard let output = TaprootOutput(internalKey: xOnly[4], tree: tree) else { return nil }
    return PSBTSpendCase(
      name: name, scriptPubKey: output.scriptPubKey, internalKey: xOnly[4],
      merkleRoot: output.merkleRoot,
      leaves: leaves.compactMap { leaf in output.controlBlock(for: leaf).map { ($0, leaf) } },
      signers: signers, lockTime: lockTime)
  }

  static let all: [PSBTSpendCase] = {
    let uncompressed = keys[0].makePublicKey(compressed: false)
    let (first, second) = ([keys[0]], [keys[2], keys[0]])
    let keyScript = ScriptPubKey.payToPublicKey(points[0]).bytes
    let hashScript = ScriptPubKey.payToPublicKeyHash(points[0].computeHash160()).bytes
    let witnessHash = ScriptPubKey.payToWitnessKeyHash(points[0].computeHash160())
    var cases = [
      PSBTSpendCase(
        name: "P2PK", scriptPubKey: ScriptPubKey(keyScript), isWitness: false, signers: first),
      PSBTSpendCase(
        name: "P2PK, uncompressed", scriptPubKey: .payToPublicKey(uncompressed), isWitness: false,
        signers: first),
      PSBTSpendCase(
        name: "P2PKH", scriptPubKey: ScriptPubKey(hashScript), isWitness: false, signers: first),
      PSBTSpendCase(
        name: "P2PKH, uncompressed",
        scriptPubKey: .payToPublicKeyHash(uncompressed.computeHash160()), isWitness: false,
        signers: first),
      PSBTSpendCase(
        name: "multisig", scriptPubKey: ScriptPubKey(multisigScript), isWitness: false,
        signers: second),
      PSBTSpendCase(name: "P2WPKH", scriptPubKey: witnessHash, signers: first),
      PSBTSpendCase(
        name: "P2WPKH in P2SH",
        scriptPubKey: .payToScriptHash(of: RedeemScript(witnessHash.bytes)),
        redeemScript: RedeemScript(witnessHash.bytes), signers: first),
    ]
    let time = locked(by: Opcode.checkLockTimeVerify, [100], hashScript)
    let age = locked(by: Opcode.checkSequenceVerify, [20], multisigScript)
    let inner: [(String, [UInt8], [SecretKey])] = [
      ("P2PK", keyScript, first), ("P2PKH", hashScript, first),
      ("multisig", multisigScript, second),
      ("P2PKH after height 100", time, first), ("multisig after 20 blocks", age, second),
    ]
    for (name, script, signers) in inner {
      let witness = ScriptPubKey.payToWitnessScriptHash(of: WitnessScript(script))
      cases += [
        PSBTSpendCase(
          name: "\(name) in P2SH", scriptPubKey: .payToScriptHash(of: RedeemScript(script)),
          redeemScript: RedeemScript(script), isWitness: false, signers: signers),
        PSBTSpendCase(
          name: "\(name) in P2WSH", scriptPubKey: witness, witnessScript: WitnessScript(script),
          signers: signers),
        PSBTSpendCase(
          name: "\(name) in P2WSH in P2SH",
          scriptPubKey: .payToScriptHash(of: RedeemScript(witness.bytes)),
          redeemScript: RedeemScript(witness.bytes), witnessScript: WitnessScript(script),
          signers: signers),
      ]
    }
    for index in cases.indices where cases[index].name.contains("after height") {
      cases[index].lockTime = 100
    }
    for index in cases.indices where cases[index].name.contains("after 20 blocks") {
      cases[index].sequence = 20
    }
    let all =
      [32] + xOnly[0].bytes + [Opcode.checkSigVerify] + checkSig(xOnly[2])
    cases += [
      taproot("P2TR by key", scripts: [], signers: [keys[4]]),
      taproot("P2TR by key, with scripts", scripts: [checkSig(xOnly[0])], signers: [keys[4]]),
      taproot("P2TR by the script of one key", scripts: [checkSig(xOnly[0])], signers: first),
      taproot(
        "P2TR by one of three scripts",
        scripts: [checkSig(xOnly[1]), checkSig(xOnly[0]), checkSig(xOnly[3])], signers: first),
      taproot("P2TR by 2 of 3 in a script", scripts: [leafScript(multi: 2)], signers: second),
      taproot("P2TR by all of two in a script", scripts: [all], signers: second),
      taproot(
        "P2TR by a script after height 100",
        scripts: [locked(by: Opcode.checkLockTimeVerify, [100], checkSig(xOnly[0]))],
        signers: first, lockTime: 100),
    ].compactMap(\.self)
    return cases
  }()

  /// The transaction whose outputs are spent.
  func funding(_ value: Int64 = 100_000) -> Transaction {
    Transaction(
      version: 2,
      inputs: [
        TxIn(
          prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, UInt64(name.utf8.count))), vout: 7),
          scriptSig: ScriptSig([1, 1]))
      ],
      outputs: [
        TxOut(value: Satoshi(5), scriptPubKey: ScriptPubKey([Opcode.push1])),
        TxOut(value: Satoshi(value), scriptPubKey: scriptPubKey),
      ])
  }

  /// A spend of it about which everything is known but the signatures.
  func psbt(_ version: PSBTVersion) throws -> PartiallySignedTransaction {
    let funding = funding()
    let spend = Transaction(
      version: 2,
      inputs: [
        TxIn(prevout: OutPoint(txid: funding.computeTxid(), vout: 1), sequence: sequence)
      ],
      outputs: [
        TxOut(value: Satoshi(99_000), scriptPubKey: ScriptPubKey([0, 20] + Array(0..<20)))
      ],
      lockTime: lockTime)
    var psbt = try PartiallySignedTransaction(spend, version: version)
    psbt[input: 0].nonWitnessUTXO = funding
    if isWitness { psbt[input: 0].witnessUTXO = funding.outputs[1] }
    psbt[input: 0].redeemScript = redeemScript
    psbt[input: 0].witnessScript = witnessScript
    psbt[input: 0].tapInternalKey = internalKey
    psbt[input: 0].tapMerkleRoot = merkleRoot
    for (block, leaf) in leaves { psbt[input: 0].setTapLeaf(leaf, block) }
    return psbt
  }
}
