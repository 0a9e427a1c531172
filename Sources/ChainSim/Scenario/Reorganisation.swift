public import Bitcoin

/// A branch of blocks that loses against a longer one, and perhaps a payment that is undone by it.
public struct Reorganisation: Equatable, Sendable {
  /// How many blocks lose.
  public var blocks: Int
  /// The payment that is undone; nil where both branches have the same payments.
  public var doubleSpend: DoubleSpend?

  /// A reorganisation.
  public init(blocks: Int, doubleSpend: DoubleSpend? = nil) {
    self.blocks = blocks
    self.doubleSpend = doubleSpend
  }

  /// A deposit that the losing branch has, while the winner has the same coins go elsewhere. The
  /// exchange credits the deposit and pays the credit out.
  public struct DoubleSpend: Equatable, Sendable {
    /// The thief's name.
    public var by: String
    /// The exchange's first wallet.
    public var of: WalletReference
    /// What is deposited, undone and withdrawn all the same, exactly.
    public var amount: Satoshi

    /// A deposit that is undone.
    public init(by thief: String, of wallet: WalletReference, amount: Satoshi) {
      self.by = thief
      self.of = wallet
      self.amount = amount
    }
  }
}
