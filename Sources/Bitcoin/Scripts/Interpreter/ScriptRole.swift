/// Which of the scripts of one spend.
public enum ScriptRole: String, Hashable, Sendable, CaseIterable {
  /// The input's script.
  case scriptSig
  /// The spent output's script.
  case scriptPubKey
  /// The script that a P2SH output names.
  case redeemScript
  /// The script that a witness program of version 0 names, or stands for.
  case witnessScript
  /// The leaf of a taproot output's script tree.
  case tapscript
  /// No script: the witness itself.
  case witness
}
