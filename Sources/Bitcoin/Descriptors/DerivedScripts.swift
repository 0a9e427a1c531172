/// The scripts of a descriptor at one index, and the keys in them.
public struct DerivedScripts: Sendable {
  /// The script of the output.
  public let scriptPubKey: ScriptPubKey
  /// The script that a P2SH output names; nil for other outputs.
  public let redeemScript: RedeemScript?
  /// The script that a P2WSH output names, P2SH-P2WSH too; nil for other outputs.
  public let witnessScript: WitnessScript?
  /// The internal key and the tree of a P2TR output; nil for other outputs, and for `rawtr`.
  public let taproot: TaprootOutput?
  /// The keys in the order of the descriptor; a key that is written twice is here twice.
  public let keys: [DerivedKey]

  init(
    _ scriptPubKey: ScriptPubKey, redeemScript: RedeemScript? = nil,
    witnessScript: WitnessScript? = nil, taproot: TaprootOutput? = nil, keys: [DerivedKey] = []
  ) {
    self.scriptPubKey = scriptPubKey
    self.redeemScript = redeemScript
    self.witnessScript = witnessScript
    self.taproot = taproot
    self.keys = keys
  }
}
