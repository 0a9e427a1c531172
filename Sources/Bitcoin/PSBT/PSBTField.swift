/// The types of entries that are understood; the raw value is the name that the BIPs give them.
///
/// Sources: BIP-0174, BIP-0370 (version 2), BIP-0371 (taproot), BIP-0373 (MuSig2, whose entries are
/// checked for their sizes and passed on), BIP-0127 and BIP-0322.
public enum PSBTField: String, Hashable, Sendable, CaseIterable {
  /// The whole transaction without what satisfies it, version 0 alone.
  case globalUnsignedTransaction = "PSBT_GLOBAL_UNSIGNED_TX"
  /// An extended public key and whence it comes.
  case globalExtendedKey = "PSBT_GLOBAL_XPUB"
  /// The version of the transaction.
  case globalTransactionVersion = "PSBT_GLOBAL_TX_VERSION"
  /// The lock time where no input asks for one.
  case globalFallbackLockTime = "PSBT_GLOBAL_FALLBACK_LOCKTIME"
  /// How many inputs follow.
  case globalInputCount = "PSBT_GLOBAL_INPUT_COUNT"
  /// How many outputs follow.
  case globalOutputCount = "PSBT_GLOBAL_OUTPUT_COUNT"
  /// What may still be changed about the transaction.
  case globalModifiable = "PSBT_GLOBAL_TX_MODIFIABLE"
  /// The message that a signature of BIP-0322 is over.
  case globalGenericSignedMessage = "PSBT_GLOBAL_GENERIC_SIGNED_MESSAGE"
  /// The version of the format.
  case globalVersion = "PSBT_GLOBAL_VERSION"
  /// Whatever a program keeps for itself.
  case globalProprietary = "PSBT_GLOBAL_PROPRIETARY"

  /// The whole transaction whose output is spent.
  case inputNonWitnessUTXO = "PSBT_IN_NON_WITNESS_UTXO"
  /// The output that is spent.
  case inputWitnessUTXO = "PSBT_IN_WITNESS_UTXO"
  /// An ECDSA signature under its key.
  case inputPartialSignature = "PSBT_IN_PARTIAL_SIG"
  /// The sighash type that signatures must have.
  case inputSighashType = "PSBT_IN_SIGHASH_TYPE"
  /// The script that a P2SH output names.
  case inputRedeemScript = "PSBT_IN_REDEEM_SCRIPT"
  /// The script that a P2WSH output names.
  case inputWitnessScript = "PSBT_IN_WITNESS_SCRIPT"
  /// Whence a key comes.
  case inputDerivation = "PSBT_IN_BIP32_DERIVATION"
  /// The script that goes into the transaction.
  case inputFinalScriptSig = "PSBT_IN_FINAL_SCRIPTSIG"
  /// The witness that goes into the transaction.
  case inputFinalWitness = "PSBT_IN_FINAL_SCRIPTWITNESS"
  /// The text of a proof of reserves (BIP-0127).
  case inputReservesCommitment = "PSBT_IN_POR_COMMITMENT"
  /// What hashes to the key data by RIPEMD-160.
  case inputRipemd160 = "PSBT_IN_RIPEMD160"
  /// What hashes to the key data by SHA-256.
  case inputSha256 = "PSBT_IN_SHA256"
  /// What hashes to the key data by SHA-256, then RIPEMD-160.
  case inputHash160 = "PSBT_IN_HASH160"
  /// What hashes to the key data by SHA-256 twice.
  case inputHash256 = "PSBT_IN_HASH256"
  /// The transaction whose output is spent.
  case inputPreviousTxid = "PSBT_IN_PREVIOUS_TXID"
  /// The place of the output that is spent.
  case inputOutputIndex = "PSBT_IN_OUTPUT_INDEX"
  /// The sequence of the input; final where absent.
  case inputSequence = "PSBT_IN_SEQUENCE"
  /// The least time that the lock time must be.
  case inputRequiredTime = "PSBT_IN_REQUIRED_TIME_LOCKTIME"
  /// The least height that the lock time must be.
  case inputRequiredHeight = "PSBT_IN_REQUIRED_HEIGHT_LOCKTIME"
  /// The Schnorr signature of a key path spend.
  case inputTapKeySignature = "PSBT_IN_TAP_KEY_SIG"
  /// A Schnorr signature under its key and leaf.
  case inputTapScriptSignature = "PSBT_IN_TAP_SCRIPT_SIG"
  /// A leaf's script and version under its control block.
  case inputTapLeafScript = "PSBT_IN_TAP_LEAF_SCRIPT"
  /// Whence an x-only key comes, and in which leaves it stands.
  case inputTapDerivation = "PSBT_IN_TAP_BIP32_DERIVATION"
  /// The internal key.
  case inputTapInternalKey = "PSBT_IN_TAP_INTERNAL_KEY"
  /// The root of the tree of leaves.
  case inputTapMerkleRoot = "PSBT_IN_TAP_MERKLE_ROOT"
  /// The keys that an aggregate key is made of.
  case inputMuSigParticipants = "PSBT_IN_MUSIG2_PARTICIPANT_PUBKEYS"
  /// A participant's public nonce.
  case inputMuSigNonce = "PSBT_IN_MUSIG2_PUB_NONCE"
  /// A participant's part of a signature.
  case inputMuSigPartialSignature = "PSBT_IN_MUSIG2_PARTIAL_SIG"
  /// Whatever a program keeps for itself.
  case inputProprietary = "PSBT_IN_PROPRIETARY"

  /// The script that a P2SH output names.
  case outputRedeemScript = "PSBT_OUT_REDEEM_SCRIPT"
  /// The script that a P2WSH output names.
  case outputWitnessScript = "PSBT_OUT_WITNESS_SCRIPT"
  /// Whence a key comes.
  case outputDerivation = "PSBT_OUT_BIP32_DERIVATION"
  /// How much the output holds.
  case outputAmount = "PSBT_OUT_AMOUNT"
  /// How the output can be spent.
  case outputScript = "PSBT_OUT_SCRIPT"
  /// The internal key.
  case outputTapInternalKey = "PSBT_OUT_TAP_INTERNAL_KEY"
  /// The leaves with their depths, versions and scripts.
  case outputTapTree = "PSBT_OUT_TAP_TREE"
  /// Whence an x-only key comes, and in which leaves it stands.
  case outputTapDerivation = "PSBT_OUT_TAP_BIP32_DERIVATION"
  /// The keys that an aggregate key is made of.
  case outputMuSigParticipants = "PSBT_OUT_MUSIG2_PARTICIPANT_PUBKEYS"
  /// Whatever a program keeps for itself.
  case outputProprietary = "PSBT_OUT_PROPRIETARY"
}

extension PSBTField {
  /// The kind of map in which the type stands.
  public var scope: PSBTScope {
    if rawValue.hasPrefix("PSBT_GLOBAL") { return .global }
    return rawValue.hasPrefix("PSBT_IN") ? .input : .output
  }

  /// The number of the type within its kind of map (BIP-0174, type registry).
  public var type: Int {
    switch self {
    case .globalUnsignedTransaction, .inputNonWitnessUTXO, .outputRedeemScript: 0x00
    case .globalExtendedKey, .inputWitnessUTXO, .outputWitnessScript: 0x01
    case .globalTransactionVersion, .inputPartialSignature, .outputDerivation: 0x02
    case .globalFallbackLockTime, .inputSighashType, .outputAmount: 0x03
    case .globalInputCount, .inputRedeemScript, .outputScript: 0x04
    case .globalOutputCount, .inputWitnessScript, .outputTapInternalKey: 0x05
    case .globalModifiable, .inputDerivation, .outputTapTree: 0x06
    case .inputFinalScriptSig, .outputTapDerivation: 0x07
    case .inputFinalWitness, .outputMuSigParticipants: 0x08
    case .globalGenericSignedMessage, .inputReservesCommitment: 0x09
    case .inputRipemd160: 0x0a
    case .inputSha256: 0x0b
    case .inputHash160: 0x0c
    case .inputHash256: 0x0d
    case .inputPreviousTxid: 0x0e
    case .inputOutputIndex: 0x0f
    case .inputSequence: 0x10
    case .inputRequiredTime: 0x11
    case .inputRequiredHeight: 0x12
    case .inputTapKeySignature: 0x13
    case .inputTapScriptSignature: 0x14
    case .inputTapLeafScript: 0x15
    case .inputTapDerivation: 0x16
    case .inputTapInternalKey: 0x17
    case .inputTapMerkleRoot: 0x18
    case .inputMuSigParticipants: 0x1a
    case .inputMuSigNonce: 0x1b
    case .inputMuSigPartialSignature: 0x1c
    case .globalVersion: 0xfb
    case .globalProprietary, .inputProprietary, .outputProprietary: 0xfc
    }
  }

  /// The type with this number in this kind of map; nil for one that is not understood.
  public init?(_ type: Int, in scope: PSBTScope) {
    guard let field = PSBTField.known[Key(scope: scope, type: type)] else { return nil }
    self = field
  }

  private struct Key: Hashable {
    let scope: PSBTScope
    let type: Int
  }

  private static let known: [Key: PSBTField] = Dictionary(
    uniqueKeysWithValues: allCases.map { (Key(scope: $0.scope, type: $0.type), $0) })
}

// MARK: - Versions

extension PSBTField {
  /// The types that stand in version 2 alone (BIP-0370).
  private static let version2Only: Set<PSBTField> = [
    .globalTransactionVersion, .globalFallbackLockTime, .globalInputCount, .globalOutputCount,
    .globalModifiable, .inputPreviousTxid, .inputOutputIndex, .inputSequence, .inputRequiredTime,
    .inputRequiredHeight, .outputAmount, .outputScript,
  ]

  /// Whether a PSBT of `version` may hold the type.
  public func isAllowed(in version: PSBTVersion) -> Bool {
    switch version {
    case .v0: !PSBTField.version2Only.contains(self)
    case .v2: self != .globalUnsignedTransaction
    }
  }

  /// The types that every map of a kind must hold (BIP-0174, BIP-0370).
  static func required(in scope: PSBTScope, _ version: PSBTVersion) -> [PSBTField] {
    switch (version, scope) {
    case (.v0, .global): [.globalUnsignedTransaction]
    case (.v0, _): []
    case (.v2, .global):
      [.globalVersion, .globalTransactionVersion, .globalInputCount, .globalOutputCount]
    case (.v2, .input): [.inputPreviousTxid, .inputOutputIndex]
    case (.v2, .output): [.outputAmount, .outputScript]
    }
  }
}

extension PSBTField: CustomStringConvertible {
  /// The name that the BIPs give it.
  public var description: String { rawValue }
}
