/// An output that can be spent, with what the rules of spending ask of its past (Core: `Coin`, coins.h).
public struct Coin: Hashable, Sendable {
  /// The output.
  public var output: TxOut
  /// The height of the block that made it.
  public var height: UInt32
  /// Whether a coinbase made it.
  public var isCoinbase: Bool

  /// A coin of these parts.
  public init(output: TxOut, height: UInt32, isCoinbase: Bool) {
    self.output = output
    self.height = height
    self.isCoinbase = isCoinbase
  }
}
