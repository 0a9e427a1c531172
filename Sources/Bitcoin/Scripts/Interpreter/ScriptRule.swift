/// A rule that a script can break (Core: `ScriptError`, script/script_error.h).
///
/// The raw values are the names in Bitcoin Core's script_tests.json.
public enum ScriptRule: String, Error, Hashable, Sendable, CaseIterable {
  /// What has no name of its own: a number that is too long or not in shortest form.
  case unknownError = "UNKNOWN_ERROR"
  /// The script ended with nothing, or with false on top.
  case evalFalse = "EVAL_FALSE"
  /// OP_RETURN was run.
  case opReturn = "OP_RETURN"
  /// The script is over 10,000 bytes.
  case scriptSize = "SCRIPT_SIZE"
  /// An item is over 520 bytes.
  case pushSize = "PUSH_SIZE"
  /// More than 201 operations.
  case opCount = "OP_COUNT"
  /// More than 1,000 items.
  case stackSize = "STACK_SIZE"
  /// OP_CHECKMULTISIG wants fewer than no signatures, or more than keys.
  case sigCount = "SIG_COUNT"
  /// OP_CHECKMULTISIG wants fewer than no keys, or more than 20.
  case pubkeyCount = "PUBKEY_COUNT"
  /// OP_VERIFY met false.
  case verify = "VERIFY"
  /// OP_EQUALVERIFY met two that differ.
  case equalVerify = "EQUALVERIFY"
  /// OP_CHECKMULTISIGVERIFY met signatures that do not fit.
  case checkMultisigVerify = "CHECKMULTISIGVERIFY"
  /// OP_CHECKSIGVERIFY met a signature that does not fit.
  case checkSigVerify = "CHECKSIGVERIFY"
  /// OP_NUMEQUALVERIFY met two numbers that differ.
  case numEqualVerify = "NUMEQUALVERIFY"
  /// An opcode without meaning, or a push of more bytes than are left.
  case badOpcode = "BAD_OPCODE"
  /// An opcode that was switched off (CVE-2010-5137).
  case disabledOpcode = "DISABLED_OPCODE"
  /// The stack holds too little for the operation.
  case invalidStackOperation = "INVALID_STACK_OPERATION"
  /// The alternative stack holds too little for the operation.
  case invalidAltstackOperation = "INVALID_ALTSTACK_OPERATION"
  /// OP_IF, OP_ELSE and OP_ENDIF do not fit together.
  case unbalancedConditional = "UNBALANCED_CONDITIONAL"
  /// A lock time below zero.
  case negativeLocktime = "NEGATIVE_LOCKTIME"
  /// A lock time that the transaction does not wait for.
  case unsatisfiedLocktime = "UNSATISFIED_LOCKTIME"
  /// A sighash type without meaning.
  case sigHashtype = "SIG_HASHTYPE"
  /// A signature that is not strict DER.
  case sigDer = "SIG_DER"
  /// A push that is longer than it need be.
  case minimalData = "MINIMALDATA"
  /// A scriptSig that does more than push.
  case sigPushOnly = "SIG_PUSHONLY"
  /// A signature with a high S.
  case sigHighS = "SIG_HIGH_S"
  /// The item that OP_CHECKMULTISIG takes too many is not empty.
  case sigNullDummy = "SIG_NULLDUMMY"
  /// A key that is neither compressed nor uncompressed, or empty in a tapscript.
  case pubkeyType = "PUBKEYTYPE"
  /// Not exactly one item is left at the end.
  case cleanStack = "CLEANSTACK"
  /// OP_IF met neither nothing nor 1.
  case minimalIf = "MINIMALIF"
  /// A signature that does not fit and is not empty.
  case sigNullFail = "NULLFAIL"
  /// An OP_NOP that is kept for later.
  case discourageUpgradableNops = "DISCOURAGE_UPGRADABLE_NOPS"
  /// A witness program that is kept for later.
  case discourageUpgradableWitnessProgram = "DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM"
  /// A leaf version that is kept for later.
  case discourageUpgradableTaprootVersion = "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION"
  /// An OP_SUCCESSx.
  case discourageOpSuccess = "DISCOURAGE_OP_SUCCESS"
  /// A kind of key that is kept for later.
  case discourageUpgradablePubkeyType = "DISCOURAGE_UPGRADABLE_PUBKEYTYPE"
  /// A witness program of version 0 with neither 20 nor 32 bytes.
  case witnessProgramWrongLength = "WITNESS_PROGRAM_WRONG_LENGTH"
  /// A witness program that is given no witness.
  case witnessProgramWitnessEmpty = "WITNESS_PROGRAM_WITNESS_EMPTY"
  /// What the witness shows is not what the witness program names.
  case witnessProgramMismatch = "WITNESS_PROGRAM_MISMATCH"
  /// A witness program with something in its scriptSig.
  case witnessMalleated = "WITNESS_MALLEATED"
  /// A witness program in P2SH with more than the redeem script in its scriptSig.
  case witnessMalleatedP2SH = "WITNESS_MALLEATED_P2SH"
  /// A witness where none is asked for.
  case witnessUnexpected = "WITNESS_UNEXPECTED"
  /// A key in a witness that is not compressed.
  case witnessPubkeyType = "WITNESS_PUBKEYTYPE"
  /// A Schnorr signature of neither 64 nor 65 bytes.
  case schnorrSigSize = "SCHNORR_SIG_SIZE"
  /// A sighash type that BIP-0341 does not know.
  case schnorrSigHashtype = "SCHNORR_SIG_HASHTYPE"
  /// A Schnorr signature that does not fit.
  case schnorrSig = "SCHNORR_SIG"
  /// A control block whose size BIP-0341 does not have.
  case taprootWrongControlSize = "TAPROOT_WRONG_CONTROL_SIZE"
  /// More signatures than the witness's weight pays for (BIP-0342).
  case tapscriptValidationWeight = "TAPSCRIPT_VALIDATION_WEIGHT"
  /// OP_CHECKMULTISIG in a tapscript.
  case tapscriptCheckMultisig = "TAPSCRIPT_CHECKMULTISIG"
  /// OP_IF in a tapscript met neither nothing nor 1.
  case tapscriptMinimalIf = "TAPSCRIPT_MINIMALIF"
  /// OP_CODESEPARATOR in a script before segwit.
  case opCodeSeparator = "OP_CODESEPARATOR"
  /// A signature that stands within what it signs.
  case sigFindAndDelete = "SIG_FINDANDDELETE"
}

extension ScriptRule: CustomStringConvertible {
  /// The name in Bitcoin Core's files.
  public var description: String { rawValue }
}
