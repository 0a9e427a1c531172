/// What a PSBT knows about one output.
public struct PSBTOutput: Hashable, Sendable {
  /// The entries.
  var map: PSBTMap

  /// An output about which nothing is known.
  init(_ map: PSBTMap = PSBTMap()) {
    self.map = map
  }

  /// All entries, in their order, those that are not understood too.
  public var records: [PSBTRecord] { map.records }

  /// The script that a P2SH output names.
  public var redeemScript: RedeemScript? {
    get { map[.outputRedeemScript].map { RedeemScript($0) } }
    set { map[.outputRedeemScript] = newValue?.bytes }
  }

  /// The script that a P2WSH output names.
  public var witnessScript: WitnessScript? {
    get { map[.outputWitnessScript].map { WitnessScript($0) } }
    set { map[.outputWitnessScript] = newValue?.bytes }
  }
}

// MARK: - Version 2

extension PSBTOutput {
  /// How much it holds; nil in version 0, where the transaction says it.
  var ownAmount: Satoshi? {
    map[.outputAmount].flatMap(Int64.init(littleEndian:)).map { Satoshi($0) }
  }

  /// How it can be spent; nil in version 0, where the transaction says it.
  var ownScriptPubKey: ScriptPubKey? {
    map[.outputScript].map { ScriptPubKey($0) }
  }
}
