public import Bitcoin

/// Withdrawals that pay a script which nobody can spend, because the software wrote nothing where the
/// hash of a key belongs: `OP_DUP OP_HASH160 OP_0 OP_EQUALVERIFY OP_CHECKSIG`.
///
/// The customers are credited again, so the books have no entry for them.
public struct Burn: Equatable, Sendable {
  /// The wallet that pays, an exchange's first one.
  public var of: WalletReference
  /// What is lost, exactly.
  public var total: Satoshi
  /// The largest of the outputs, exactly.
  public var largest: Satoshi
  /// How many transactions there are, one such output in each.
  public var transactions: Int

  /// A burn.
  public init(of wallet: WalletReference, total: Satoshi, largest: Satoshi, transactions: Int) {
    self.of = wallet
    self.total = total
    self.largest = largest
    self.transactions = transactions
  }

  /// What is wrong with the amounts, and with which key; nil where nothing is.
  ///
  /// The outputs other than the largest differ by less than a factor of two, so they stay below the
  /// largest where it is at least twice their mean.
  var flaw: (key: String, reason: String)? {
    guard transactions >= 1, total >= Satoshi(Int64(transactions) * 10_000) else {
      return ("total", "\(total) BTC are too little for \(transactions) transactions")
    }
    guard largest > .zero, largest <= total else {
      return ("largest", "\(largest) BTC are not between 0 and the total of \(total) BTC")
    }
    let others = Int64(transactions - 1)
    let rest = (total - largest).rawValue
    guard others > 0 || rest == 0 else {
      return ("largest", "a single transaction burns the total of \(total) BTC")
    }
    guard others == 0 || rest / others >= 10_000 else {
      return ("largest", "leaves too little for the other \(others) transactions")
    }
    guard others == 0 || rest / others <= largest.rawValue / 2 else {
      return (
        "largest",
        "\(largest) BTC are less than twice the mean of the others, \(Satoshi(rest / others)) BTC"
      )
    }
    return nil
  }
}
