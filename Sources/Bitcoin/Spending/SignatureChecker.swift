/// One transaction as the scripts of its inputs ask about it: does a signature fit, is a time reached
/// (Core: `TransactionSignatureChecker`, script/interpreter.h).
///
/// What the inputs' sighashes share is computed when it is first needed, and kept.
struct SignatureChecker: ~Copyable {
  private(set) var transaction: Transaction
  private(set) var spentOutputs: [TxOut]
  /// The place of the input that is judged.
  var input = 0 {
    didSet {
      forgetDigests()
      sighashTypes.removeAll(keepingCapacity: true)
    }
  }
  /// How many signatures have been held against a key.
  private(set) var checks = 0
  /// The sighash types of those over the judged input, each once.
  private(set) var sighashTypes: [SighashType] = []

  private var scratch = SighashScratch()
  private var template = LegacySighashTemplate()
  private var segwit: SegwitSighashCache?
  private var taproot: TaprootSighashCache?
  /// The digests of the script code that is signed at present, by their type's byte.
  private var digests: [(type: UInt8, digest: Hash256)] = []

  /// A checker of the inputs of `transaction`, which spend `spentOutputs`.
  init(_ transaction: Transaction, spentOutputs: [TxOut]) {
    self.transaction = transaction
    self.spentOutputs = spentOutputs
  }

  /// Turns to another transaction, with the same room.
  mutating func restart(_ transaction: Transaction, spentOutputs: [TxOut]) {
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    segwit = nil
    taproot = nil
    template.removeAll()
    input = 0
  }

  /// The output that the judged input spends.
  var spentOutput: TxOut { spentOutputs[input] }

  /// Forgets the digests: the script code changes.
  mutating func forgetDigests() {
    guard !digests.isEmpty else { return }
    digests.removeAll(keepingCapacity: true)
  }
}

// MARK: - Signatures

extension SignatureChecker {
  /// Whether an ECDSA signature with its sighash type fits (Core: `CheckECDSASignature`).
  ///
  /// Signature and key are items of `stack`. The script code is the same until `forgetDigests`.
  mutating func checkECDSA(
    _ signature: Range<Int>, key: Range<Int>, on stack: borrowing ScriptStack,
    scriptCode: Span<UInt8>, _ version: ScriptVersion
  ) -> Bool {
    guard !signature.isEmpty, PublicKey.hasValidSize(stack[key]) else { return false }
    let last = signature.upperBound - 1
    let digest = digest(stack.bytes[last], scriptCode, version)
    count(SighashType(rawValue: UInt32(stack.bytes[last])))
    return Curve.verifyECDSA(
      key: stack[key], signature: stack[signature.lowerBound..<last], digest)
  }

  /// Holds a Schnorr signature against a key of 32 bytes, both being items of `stack`.
  ///
  /// - Throws: `schnorrSigSize`, `schnorrSigHashtype`, `schnorrSig`.
  mutating func checkSchnorr(
    _ signature: Range<Int>, key: Range<Int>, on stack: borrowing ScriptStack,
    _ extra: TaprootSighashExtra
  ) throws(ScriptRule) {
    try checkSchnorr(stack[signature], key: stack[key], extra)
  }

  /// Holds a Schnorr signature, with its sighash type if it has one, against a key of 32 bytes
  /// (Core: `CheckSchnorrSignature`).
  ///
  /// - Throws: `schnorrSigSize`, `schnorrSigHashtype`, `schnorrSig`.
  mutating func checkSchnorr(
    _ signature: Span<UInt8>, key: Span<UInt8>, _ extra: TaprootSighashExtra
  ) throws(ScriptRule) {
    var type = SighashType.taprootDefault
    if signature.count == SchnorrSignature.size + 1 {
      type = SighashType(rawValue: UInt32(signature[SchnorrSignature.size]))
      // Without a byte it is the default; a byte that says so would be a second form of it.
      guard type != .taprootDefault else { throw .schnorrSigHashtype }
    } else if signature.count != SchnorrSignature.size {
      throw .schnorrSigSize
    }
    let cache = taproot ?? TaprootSighashCache(transaction, spentOutputs: spentOutputs)
    taproot = cache
    let digest = transaction.taprootSighash(
      input: input, spentOutput: spentOutputs[input], type: type, extra: extra, cache: cache,
      using: &scratch)
    guard let digest else { throw .schnorrSigHashtype }
    count(type)
    let isValid = Curve.verifySchnorr(
      key: key, signature: signature.extracting(0..<SchnorrSignature.size), digest)
    guard isValid else { throw .schnorrSig }
  }

  private mutating func count(_ type: SighashType) {
    checks += 1
    if !sighashTypes.contains(type) { sighashTypes.append(type) }
  }

  private mutating func digest(
    _ typeByte: UInt8, _ scriptCode: Span<UInt8>, _ version: ScriptVersion
  ) -> Hash256 {
    for known in digests where known.type == typeByte { return known.digest }
    let type = SighashType(rawValue: UInt32(typeByte))
    let digest =
      version == .legacy ? legacyDigest(type, scriptCode) : segwitDigest(type, scriptCode)
    digests.append((typeByte, digest))
    return digest
  }

  private mutating func legacyDigest(_ type: SighashType, _ scriptCode: Span<UInt8>) -> Hash256 {
    guard LegacySighashTemplate.serves(type) else {
      return transaction.legacySighash(
        input: input, scriptCode: scriptCode, type: type, using: &scratch)
    }
    if template.isEmpty { template.fill(transaction) }
    return template.hash(input: input, scriptCode: scriptCode, type: type, using: &scratch)
  }

  private mutating func segwitDigest(_ type: SighashType, _ scriptCode: Span<UInt8>) -> Hash256 {
    if segwit == nil {
      segwit =
        taproot.map { SegwitSighashCache($0, using: scratch.hasher) }
        ?? SegwitSighashCache(transaction, using: &scratch)
    }
    guard let segwit else { return .zero }
    return transaction.segwitV0Sighash(
      input: input, scriptCode: scriptCode, value: spentOutputs[input].value, type: type,
      cache: segwit, using: &scratch)
  }
}

// MARK: - Hashes

extension SignatureChecker {
  /// The SHA-256 of an annex with its size before it (BIP-0341).
  mutating func hashAnnex(_ annex: [UInt8]) -> Hash256 {
    scratch.hashAnnex(annex)
  }
}

// MARK: - Times

extension SignatureChecker {
  /// Whether the transaction waits for `lockTime`, of the same kind as its own (BIP-0065; Core:
  /// `CheckLockTime`).
  func isReached(lockTime: Int64) -> Bool {
    let own = Int64(transaction.lockTime)
    let threshold = Int64(ConsensusLimits.lockTimeThreshold)
    guard (own < threshold) == (lockTime < threshold), lockTime <= own else { return false }
    // A final sequence would switch the transaction's lock time off.
    return transaction.inputs[input].sequence != .max
  }

  /// Whether the input waits for the relative time `sequence`, of the same kind as its own
  /// (BIP-0112; Core: `CheckSequence`).
  func isReached(sequence: Int64) -> Bool {
    let own = Int64(transaction.inputs[input].sequence)
    guard transaction.version >= 2, own & SequenceBits.disabled == 0 else { return false }
    let mask = SequenceBits.isTime | SequenceBits.value
    let (given, wanted) = (own & mask, sequence & mask)
    guard (given < SequenceBits.isTime) == (wanted < SequenceBits.isTime) else { return false }
    return wanted <= given
  }
}
