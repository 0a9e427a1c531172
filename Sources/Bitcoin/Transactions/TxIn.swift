/// An input: the output that it spends and what satisfies that output's script (Core: `CTxIn`).
public struct TxIn: Hashable, Sendable {
  /// The output that is spent; null in a coinbase.
  public var prevout: OutPoint
  /// What satisfies the spent output's script.
  public var scriptSig: ScriptSig
  /// Relative lock time and signalling (BIP-0068); `0xffffffff` says nothing.
  public var sequence: UInt32
  /// What satisfies a witness program; empty where there is none.
  public var witness: Witness

  /// An input; final and without satisfaction unless told otherwise.
  public init(
    prevout: OutPoint, scriptSig: ScriptSig = ScriptSig(), sequence: UInt32 = 0xffff_ffff,
    witness: Witness = Witness()
  ) {
    self.prevout = prevout
    self.scriptSig = scriptSig
    self.sequence = sequence
    self.witness = witness
  }
}
