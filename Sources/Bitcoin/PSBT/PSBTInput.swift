/// What a PSBT knows about one input.
public struct PSBTInput: Hashable, Sendable {
  /// The entries.
  var map: PSBTMap

  /// An input about which nothing is known.
  init(_ map: PSBTMap = PSBTMap()) {
    self.map = map
  }

  /// All entries, in their order, those that are not understood too.
  public var records: [PSBTRecord] { map.records }
}

// MARK: - What is spent

extension PSBTInput {
  /// The whole transaction whose output is spent.
  public var nonWitnessUTXO: Transaction? {
    get { map[.inputNonWitnessUTXO].flatMap { try? Transaction(decoding: $0) } }
    set { map[.inputNonWitnessUTXO] = newValue?.encoded() }
  }

  /// The output that is spent; for witness spends.
  public var witnessUTXO: TxOut? {
    get { map[.inputWitnessUTXO].flatMap { try? TxOut(decoding: $0) } }
    set { map[.inputWitnessUTXO] = newValue?.encoded() }
  }

  /// The script that a P2SH output names.
  public var redeemScript: RedeemScript? {
    get { map[.inputRedeemScript].map { RedeemScript($0) } }
    set { map[.inputRedeemScript] = newValue?.bytes }
  }

  /// The script that a P2WSH output names.
  public var witnessScript: WitnessScript? {
    get { map[.inputWitnessScript].map { WitnessScript($0) } }
    set { map[.inputWitnessScript] = newValue?.bytes }
  }

  /// The text to which a proof of reserves commits (BIP-0127).
  public var reservesCommitment: String? {
    get { map[.inputReservesCommitment].map { String(decoding: $0, as: UTF8.self) } }
    set { map[.inputReservesCommitment] = newValue.map { Array($0.utf8) } }
  }
}

// MARK: - Signatures

extension PSBTInput {
  /// The sighash type that signatures must have; nil leaves it to the signers.
  public var sighashType: SighashType? {
    get {
      map[.inputSighashType].flatMap(UInt32.init(littleEndian:)).map(SighashType.init(rawValue:))
    }
    set { map[.inputSighashType] = newValue?.rawValue.littleEndianBytes }
  }

  /// The ECDSA signatures, each with its sighash type's byte, under their keys.
  public var partialSignatures: [PublicKey: [UInt8]] {
    var signatures: [PublicKey: [UInt8]] = [:]
    for record in map.records(of: .inputPartialSignature) {
      guard let key = PublicKey(bytes: record.keyData) else { continue }
      signatures[key] = record.value
    }
    return signatures
  }

  /// Takes in an ECDSA signature, in place of an earlier one of the same key.
  public mutating func setPartialSignature(
    _ signature: ECDSASignature, type: SighashType, key: PublicKey
  ) {
    map[.inputPartialSignature, key.bytes] = signature.encoded(type: type)
  }

  /// The script that goes into the transaction.
  public var finalScriptSig: ScriptSig? {
    get { map[.inputFinalScriptSig].map { ScriptSig($0) } }
    set { map[.inputFinalScriptSig] = newValue?.bytes }
  }

  /// The witness that goes into the transaction.
  public var finalWitness: Witness? {
    get { map[.inputFinalWitness].flatMap { try? Witness(decoding: $0) } }
    set { map[.inputFinalWitness] = newValue?.encoded() }
  }

  /// Whether the input has what goes into the transaction.
  public var isFinal: Bool {
    map[.inputFinalScriptSig] != nil || map[.inputFinalWitness] != nil
  }
}

// MARK: - Version 2

extension PSBTInput {
  /// What is spent; nil in version 0, where the transaction says it.
  var ownPrevout: OutPoint? {
    guard let hash = map[.inputPreviousTxid].flatMap(Hash256.init(bytes:)),
      let vout = map[.inputOutputIndex].flatMap(UInt32.init(littleEndian:))
    else { return nil }
    return OutPoint(txid: Txid(hash), vout: vout)
  }

  /// The sequence; nil in version 0, and where it is not said, which means final.
  var ownSequence: UInt32? {
    map[.inputSequence].flatMap(UInt32.init(littleEndian:))
  }

  /// The least time that the lock time must be (BIP-0370).
  public var requiredTime: UInt32? {
    map[.inputRequiredTime].flatMap(UInt32.init(littleEndian:))
  }

  /// The least height that the lock time must be (BIP-0370).
  public var requiredHeight: UInt32? {
    map[.inputRequiredHeight].flatMap(UInt32.init(littleEndian:))
  }
}
