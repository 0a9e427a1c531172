/// What an input lacks that it could be finalised.
public enum PSBTShortage: Hashable, Sendable {
  /// Fewer signatures than the script takes; `wrong` are those that do not fit their keys.
  case signatures(needed: Int, found: Int, wrong: Int)
  /// The redeem script of a P2SH output.
  case redeemScript
  /// The witness script of a P2WSH output.
  case witnessScript
  /// Neither a signature of the key path nor a leaf that signatures satisfy.
  case taprootSignatures
  /// The script has a form for which there is no rule how it is satisfied.
  case knownForm(ScriptKind)
  /// Neither a final script nor a final witness.
  case finalScripts
}

extension PSBTShortage: CustomStringConvertible {
  /// What is missing.
  public var description: String {
    switch self {
    case .signatures(let needed, let found, let wrong):
      "right signatures: \(found), needed: \(needed), wrong: \(wrong)"
    case .redeemScript: "no redeem script"
    case .witnessScript: "no witness script"
    case .taprootSignatures: "no signature of the key path and no leaf with its signatures"
    case .knownForm(let kind): "no rule to satisfy a script of form \(kind)"
    case .finalScripts: "not finalised"
    }
  }
}
