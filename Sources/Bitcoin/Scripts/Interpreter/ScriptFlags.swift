/// Which rules a script is judged by (Core: `SCRIPT_VERIFY_*`, script/interpreter.h).
///
/// All of them only forbid: what passes under more flags passes under fewer. As in Bitcoin Core,
/// `witness` is for use with `p2sh`, and `cleanStack` with both.
public struct ScriptFlags: OptionSet, Hashable, Sendable {
  /// A bit for each rule, in the order of Bitcoin Core's enumeration.
  public let rawValue: UInt32

  /// The rules with these bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Redeem scripts are run (BIP-0016).
  public static let p2sh = ScriptFlags(rawValue: 1 << 0)
  /// Signatures are strict DER with a known sighash type, keys compressed or uncompressed (policy).
  public static let strictEncoding = ScriptFlags(rawValue: 1 << 1)
  /// Signatures are strict DER (BIP-0066).
  public static let derSignatures = ScriptFlags(rawValue: 1 << 2)
  /// Signatures have a low S (BIP-0146; policy).
  public static let lowS = ScriptFlags(rawValue: 1 << 3)
  /// The item that OP_CHECKMULTISIG takes too many is empty (BIP-0147).
  public static let nullDummy = ScriptFlags(rawValue: 1 << 4)
  /// A scriptSig only pushes (policy; consensus has it for P2SH).
  public static let signaturePushOnly = ScriptFlags(rawValue: 1 << 5)
  /// Pushes and numbers are in their shortest form (policy).
  public static let minimalData = ScriptFlags(rawValue: 1 << 6)
  /// OP_NOP1 and OP_NOP4 to OP_NOP10 are not run (policy).
  public static let discourageUpgradableNops = ScriptFlags(rawValue: 1 << 7)
  /// One item is left at the end (policy; consensus has it for witness scripts).
  public static let cleanStack = ScriptFlags(rawValue: 1 << 8)
  /// OP_CHECKLOCKTIMEVERIFY is no OP_NOP2 (BIP-0065).
  public static let checkLockTimeVerify = ScriptFlags(rawValue: 1 << 9)
  /// OP_CHECKSEQUENCEVERIFY is no OP_NOP3 (BIP-0112).
  public static let checkSequenceVerify = ScriptFlags(rawValue: 1 << 10)
  /// Witness programs are run (BIP-0141).
  public static let witness = ScriptFlags(rawValue: 1 << 11)
  /// Witness programs without a meaning are not spent (policy).
  public static let discourageUpgradableWitnessProgram = ScriptFlags(rawValue: 1 << 12)
  /// OP_IF takes nothing or 1 in witness scripts of version 0 (policy).
  public static let minimalIf = ScriptFlags(rawValue: 1 << 13)
  /// A signature that does not fit is empty (BIP-0146; policy).
  public static let nullFail = ScriptFlags(rawValue: 1 << 14)
  /// Keys in witness scripts of version 0 are compressed (policy).
  public static let witnessPublicKeyType = ScriptFlags(rawValue: 1 << 15)
  /// The signed part of a script before segwit is all of it: no OP_CODESEPARATOR, no signature
  /// within it (policy).
  public static let constScriptCode = ScriptFlags(rawValue: 1 << 16)
  /// Taproot outputs are judged (BIP-0341, BIP-0342).
  public static let taproot = ScriptFlags(rawValue: 1 << 17)
  /// Taproot leaves without a meaning are not spent (policy).
  public static let discourageUpgradableTaprootVersion = ScriptFlags(rawValue: 1 << 18)
  /// OP_SUCCESSx does not stand in tapscripts (policy).
  public static let discourageOpSuccess = ScriptFlags(rawValue: 1 << 19)
  /// Keys of an unknown kind do not stand in tapscripts (policy).
  public static let discourageUpgradablePublicKeyType = ScriptFlags(rawValue: 1 << 20)

  /// What a block of today has to keep (Core: `MANDATORY_SCRIPT_VERIFY_FLAGS`, policy/policy.h).
  public static let consensus: ScriptFlags = [
    .p2sh, .derSignatures, .nullDummy, .checkLockTimeVerify, .checkSequenceVerify, .witness,
    .taproot,
  ]

  /// What nodes ask of the transactions that they pass on (Core: `STANDARD_SCRIPT_VERIFY_FLAGS`,
  /// policy/policy.h).
  public static let standard: ScriptFlags = [
    .consensus, .strictEncoding, .minimalData, .discourageUpgradableNops, .cleanStack, .minimalIf,
    .nullFail, .lowS, .discourageUpgradableWitnessProgram, .witnessPublicKeyType, .constScriptCode,
    .discourageUpgradableTaprootVersion, .discourageOpSuccess, .discourageUpgradablePublicKeyType,
  ]
}

// MARK: - Names

extension ScriptFlags {
  /// Bitcoin Core's names, in the order of the bits (Core: `ScriptFlagNamesToEnum`).
  public static let coreNames = [
    "P2SH", "STRICTENC", "DERSIG", "LOW_S", "NULLDUMMY", "SIGPUSHONLY", "MINIMALDATA",
    "DISCOURAGE_UPGRADABLE_NOPS", "CLEANSTACK", "CHECKLOCKTIMEVERIFY", "CHECKSEQUENCEVERIFY",
    "WITNESS", "DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM", "MINIMALIF", "NULLFAIL",
    "WITNESS_PUBKEYTYPE", "CONST_SCRIPTCODE", "TAPROOT", "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION",
    "DISCOURAGE_OP_SUCCESS", "DISCOURAGE_UPGRADABLE_PUBKEYTYPE",
  ]

  /// Every rule that has a name.
  public static let all = ScriptFlags(rawValue: (1 << UInt32(coreNames.count)) - 1)

  /// The one rule of this name, such as `P2SH` or `DERSIG`; nil for an unknown name.
  public init?(coreName: some StringProtocol) {
    guard let bit = ScriptFlags.coreNames.firstIndex(where: { $0 == coreName }) else { return nil }
    self.init(rawValue: 1 << UInt32(bit))
  }
}

extension ScriptFlags: CustomStringConvertible {
  /// Bitcoin Core's names with commas between, or `NONE`.
  public var description: String {
    let names = ScriptFlags.coreNames.indices.filter { rawValue >> UInt32($0) & 1 == 1 }
      .map { ScriptFlags.coreNames[$0] }
    return names.isEmpty ? "NONE" : names.joined(separator: ",")
  }
}
