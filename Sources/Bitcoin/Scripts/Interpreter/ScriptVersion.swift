/// Under which rules a script runs (Core: `SigVersion`, script/interpreter.h).
enum ScriptVersion: Hashable, Sendable {
  /// Before segwit, and redeem scripts.
  case legacy
  /// Witness version 0 (BIP-0141, BIP-0143).
  case witnessV0
  /// Taproot leaves of version c0 (BIP-0342).
  case tapscript
}
