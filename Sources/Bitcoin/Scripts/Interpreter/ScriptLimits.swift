/// The sizes beyond which no script runs.
enum ScriptLimits {
  /// The largest item that may be pushed (Core: `MAX_SCRIPT_ELEMENT_SIZE`, script/script.h).
  static let itemSize = 520
  /// The most operations that are no pushes; keys of OP_CHECKMULTISIG count (Core:
  /// `MAX_OPS_PER_SCRIPT`, script/script.h).
  static let operations = 201
  /// The most items on stack and alternative stack together (Core: `MAX_STACK_SIZE`,
  /// script/script.h).
  static let items = 1_000
  /// What each signature in a tapscript costs of the witness's weight (BIP-0342; Core:
  /// `VALIDATION_WEIGHT_PER_SIGOP_PASSED`, script/script.h).
  static let weightPerSignature = 50
  /// What a tapscript has to spend on signatures beside its witness's size (BIP-0342; Core:
  /// `VALIDATION_WEIGHT_OFFSET`, script/script.h).
  static let weightOffset = 50
}
