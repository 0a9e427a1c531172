/// Judges the inputs of every day, P2PK, P2PKH and P2WPKH in the usual form, without a stack: what is
/// asked of them is all that their scripts ask.
///
/// The answer is yes or a doubt, never no. Whatever is not plainly valid is for `SpendVerifier`, which
/// runs the scripts; so every reason is the interpreter's. A test holds both together.
///
/// Not for two threads at once: each makes its own.
public struct PlainSpendVerifier: ~Copyable {
  /// How many signatures were found good.
  public private(set) var signatureChecks = 0
  private let hasher = ScriptHasher()
  private var scratch = SighashScratch()
  private var template = LegacySighashTemplate()
  private var segwit: SegwitSighashCache?

  /// A verifier that has seen no transaction.
  public init() {}

  /// Forgets the transaction, and keeps the room that it took.
  public mutating func restart() {
    template.removeAll()
    segwit = nil
  }

  /// Whether it is plain that an input satisfies `script`, whose output holds `value`.
  ///
  /// `restart` lies between two transactions.
  ///
  /// - Precondition: `place` is that of a transaction, and `input` the place of an input in it.
  public mutating func isValid(
    _ block: PackedBlock, _ place: Int, input: Int, spending script: Span<UInt8>, _ value: Satoshi,
    _ flags: ScriptFlags
  ) -> Bool {
    let spend = Spend(
      place: place, input: input, row: block.transactions[place].inputs.lowerBound + input,
      value: value, flags: flags)
    if script.count == 22 { return isPlainWitness(block, spend, script) }
    // Such a witness is one that nobody asked for.
    guard block.witnessItems(of: spend.row).isEmpty else { return false }
    if ScriptKind.isPublicKeyHash(script) { return isPlainHash(block, spend, script) }
    return ScriptKind.isPublicKey(script) && isPlainKey(block, spend, script)
  }

  private struct Spend {
    var place: Int
    var input: Int
    var row: Int
    var value: Satoshi
    var flags: ScriptFlags
  }

  /// P2PKH: the scriptSig pushes a signature and a key, each in the shortest way.
  private mutating func isPlainHash(
    _ block: PackedBlock, _ spend: Spend, _ script: Span<UInt8>
  ) -> Bool {
    let scriptSig = block[block.inputs[spend.row].scriptSig]
    // A signature as long as the script cannot stand in it (`ScriptCode.removing`).
    guard scriptSig.count > 2, case let size = Int(scriptSig[0]), size >= script.count,
      size < Opcode.pushData1, scriptSig.count > size + 1,
      case let keySize = Int(scriptSig[size + 1]),
      keySize == PublicKey.compressedSize || keySize == PublicKey.uncompressedSize,
      scriptSig.count == size + 2 + keySize
    else { return false }
    let key = scriptSig.extracting(size + 2..<scriptSig.count)
    return hasher.hash160(key) == Hash160(script.extracting(3..<23))
      && isSigned(block, spend, scriptSig.extracting(1..<size + 1), key, script)
  }

  /// P2PK: the scriptSig pushes a signature in the shortest way.
  private mutating func isPlainKey(
    _ block: PackedBlock, _ spend: Spend, _ script: Span<UInt8>
  ) -> Bool {
    let scriptSig = block[block.inputs[spend.row].scriptSig]
    // A signature as long as the key could be the key, and would be taken out of the script.
    guard scriptSig.count > 2, case let size = Int(scriptSig[0]), size != script.count - 2,
      size < Opcode.pushData1, scriptSig.count == size + 1
    else { return false }
    let key = script.extracting(1..<script.count - 1)
    return isSigned(block, spend, scriptSig.extracting(1..<size + 1), key, script)
  }

  /// Whether a signature of a kind before segwit fits, over all inputs and outputs.
  private mutating func isSigned(
    _ block: PackedBlock, _ spend: Spend, _ signature: Span<UInt8>, _ key: Span<UInt8>,
    _ script: Span<UInt8>
  ) -> Bool {
    guard isWellFormed(signature, key, spend.flags, .legacy) else { return false }
    let type = SighashType(rawValue: UInt32(signature[signature.count - 1]))
    guard LegacySighashTemplate.serves(type) else { return false }
    if template.isEmpty { template.fill(block, spend.place) }
    let digest = template.hash(
      input: spend.input, scriptCode: script, type: type, using: &scratch)
    return isGood(signature, key, digest)
  }

  /// P2WPKH: the witness is a signature and a key, the scriptSig is empty (BIP-0141).
  private mutating func isPlainWitness(
    _ block: PackedBlock, _ spend: Spend, _ script: Span<UInt8>
  ) -> Bool {
    let items = block.witnessItems(of: spend.row)
    guard spend.flags.contains(.witness), script[0] == Opcode.push0, script[1] == 20,
      block.inputs[spend.row].scriptSig.isEmpty, items.count == 2,
      items[0].count <= ScriptLimits.itemSize, PublicKey.hasValidSize(block[items[1]]),
      let hash = Hash160(script.extracting(2..<22)), hasher.hash160(block[items[1]]) == hash,
      isWellFormed(block[items[0]], block[items[1]], spend.flags, .witnessV0)
    else { return false }
    let type = SighashType(rawValue: UInt32(block.bytes[items[0].upperBound - 1]))
    guard type == .all else { return false }
    let cache = segwit ?? SegwitSighashCache(block, spend.place, using: &scratch)
    segwit = cache
    let digest = block.segwitV0Sighash(
      spend.place, input: spend.row, keyHash: hash, value: spend.value, cache: cache,
      using: &scratch)
    return isGood(block[items[0]], block[items[1]], digest)
  }

  /// Whether there is a signature that keeps the rules about its bytes, with such a key.
  private func isWellFormed(
    _ signature: Span<UInt8>, _ key: Span<UInt8>, _ flags: ScriptFlags, _ version: ScriptVersion
  ) -> Bool {
    guard signature.count > 0, PublicKey.hasValidSize(key) else { return false }
    do throws(ScriptRule) {
      try SignatureEncoding.check(signature, flags)
      try SignatureEncoding.check(key: key, flags, version)
    } catch {
      return false
    }
    return true
  }

  private mutating func isGood(
    _ signature: Span<UInt8>, _ key: Span<UInt8>, _ digest: Hash256
  ) -> Bool {
    let der = signature.extracting(0..<signature.count - 1)
    guard Curve.verifyECDSA(key: key, signature: der, digest) else { return false }
    signatureChecks += 1
    return true
  }
}
