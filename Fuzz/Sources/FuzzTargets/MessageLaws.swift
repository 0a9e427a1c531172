import Bitcoin

/// A signature over a text gets a verdict; what is signed here is valid, and not for another text.
///
/// ```
/// kind (1) | key (1) | text length (1) | text | rest
/// ```
/// The kind says what the rest is: a signature's text or bytes for a script of the key, changes to be made
/// to a right signature, or a proof of reserves.
enum MessageLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    var reader = FuzzReader(input)
    let kind = reader.byte()
    let key = reader.byte()
    let text = String(decoding: reader.take(Int(reader.byte())), as: UTF8.self)
    let rest = reader.rest()
    switch kind % 5 {
    case 0:
      try judge(String(decoding: rest, as: UTF8.self), over: text, key)
    case 1:
      try judge(
        ["", "smp", "ful", "pof"][Int(key >> 4 & 3)] + Base64.encode(rest), over: text, key)
    case 2:
      try sign(text, key, changes: rest)
    case 3:
      try signPlainly(text, key, changes: rest)
    default:
      try checkReserves(rest, text)
    }
  }

  // MARK: - Signatures from outside

  private static func judge(
    _ signature: String, over text: String, _ key: UInt8
  ) throws(FuzzFinding) {
    let script = script(of: key)
    if let plain = try? SignedMessage(base64: signature) {
      try expect(plain.base64 == signature, "another text of a plain signature")
      _ = plain.isSigned(text, by: script, reading: .compatible)
    }
    guard let generic = try? GenericSignedMessage(signature) else { return }
    let written = generic.text
    try expect((try? GenericSignedMessage(written)) == generic, "\(written) is not read back")
    let verdict = MessageChallenge(text, for: script).verify(generic)
    try expect(!"\(verdict)".isEmpty, "a verdict without words")
    // No input of the fuzzer can hold a signature of these keys over a text that it chose.
    _ = verdict.isValid
  }

  /// A script of one of the fixed keys, of the kind that the upper bits choose.
  private static func script(of key: UInt8) -> ScriptPubKey {
    let keys = FuzzKeys.at(key)
    let hash = Hash160(hashing: keys.compressed)
    let program = ScriptPubKey.payToWitnessKeyHash(hash)
    switch key >> 2 & 7 {
    case 0: return .payToPublicKeyHash(hash)
    case 1: return program
    case 2: return .payToScriptHash(of: RedeemScript(program.bytes))
    case 3:
      let output = keys.secret.tweakedForTaproot(merkleRoot: nil)?.xOnlyPublicKey
      return output.map { .payToTaproot($0) } ?? program
    case 4: return .payToWitnessScriptHash(of: WitnessScript([Opcode.push1]))
    case 5: return ScriptPubKey([Opcode.push1 + 1, 2, 1, 1])
    case 6: return ScriptPubKey([Opcode.push1])
    default: return ScriptPubKey([33] + keys.compressed + [Opcode.checkSig])
    }
  }

  // MARK: - Signatures of ours

  private static func sign(_ text: String, _ key: UInt8, changes: [UInt8]) throws(FuzzFinding) {
    let challenge = MessageChallenge(text, for: script(of: key))
    guard let signature = try? challenge.sign(with: FuzzKeys.at(key).secret) else { return }
    try expect(challenge.verify(signature).isValid, "\(signature.text) is not valid")
    let other = MessageChallenge(text + "!", for: challenge.scriptPubKey)
    try expect(!other.verify(signature).isValid, "\(signature.text) is valid for another text")
    guard let changed = change(signature.text, changes),
      let altered = try? GenericSignedMessage(changed), altered != signature
    else { return }
    _ = challenge.verify(altered)
    try expect(!other.verify(altered).isValid, "\(changed) is valid for another text")
  }

  private static func signPlainly(
    _ text: String, _ key: UInt8, changes: [UInt8]
  ) throws(FuzzFinding) {
    let kinds = SignedMessage.AddressKind.allCases
    let kind = kinds[Int(key >> 2) % kinds.count]
    let secret = FuzzKeys.at(key).secret
    let script = kind.scriptPubKey(of: secret.makePublicKey(compressed: true))
    let signature = secret.signMessage(text, for: kind)
    guard let signed = try? SignedMessage(base64: signature) else {
      throw FuzzFinding("\(signature) is not read back")
    }
    try expect(signed.isSigned(text, by: script), "\(signature) is not valid")
    try expect(!signed.isSigned(text + "!", by: script), "\(signature) is valid for another text")
    guard let changed = change(signature, changes),
      let altered = try? SignedMessage(base64: changed)
    else { return }
    try expect(
      !altered.isSigned(text + "!", by: script, reading: .compatible),
      "\(changed) is valid for another text")
  }

  /// The text of a signature with bytes below its base 64 changed: place, then what is added to it.
  private static func change(_ text: String, _ changes: [UInt8]) -> String? {
    let prefix = ["smp", "ful", "pof"].first { text.hasPrefix($0) } ?? ""
    guard var bytes = Base64.decode(String(text.dropFirst(prefix.count))), !bytes.isEmpty else {
      return nil
    }
    for start in stride(from: 0, to: changes.count - 1, by: 2) {
      let place = Int(changes[start]) % bytes.count
      bytes[place] = bytes[place] &+ changes[start + 1]
    }
    return prefix + Base64.encode(bytes)
  }

  // MARK: - Reserves

  private static func checkReserves(_ bytes: [UInt8], _ text: String) throws(FuzzFinding) {
    let span = bytes.span
    var reader = ByteReader(span)
    guard var transaction = try? Transaction(from: &reader) else { return }
    // The output that each input spends is one of the transaction's own.
    let spent = transaction.inputs.dropFirst().indices.map { index in
      transaction.outputs.isEmpty
        ? ReserveProof.commitmentOutput : transaction.outputs[index % transaction.outputs.count]
    }
    _ = ReserveProof(transaction, spentOutputs: spent).verify(text)
    guard !transaction.inputs.isEmpty else { return }
    transaction.inputs[0].prevout = ReserveProof.commitment(text)
    var total = Satoshi.zero
    for output in spent { total = total.addingInMoneyRange(output.value) ?? total }
    transaction.outputs = [TxOut(value: total, scriptPubKey: ScriptPubKey([Opcode.return]))]
    let verdict = ReserveProof(transaction, spentOutputs: spent).verify(text)
    try expect(!"\(verdict)".isEmpty, "a verdict without words")
    if case .valid(let finding) = verdict {
      try expect(finding.total == total, "a proof of \(finding.total) where \(total) is there")
      let other = ReserveProof(transaction, spentOutputs: spent).verify(text + "!")
      try expect(!other.isValid, "a proof for another text")
    }
  }
}
