import Bitcoin

/// What the pools write into their coinbases: the height (BIP-0034) and a word of their own.
struct CoinbaseScripts: Sendable {
  /// Each wallet's word; empty for all but the pools'.
  private let words: [[UInt8]]

  /// The words of a plan's pools, such as `/pools 3/`.
  init(_ plan: Plan) {
    words = plan.wallets.map { wallet in
      guard wallet.name == "coinbase", let member = wallet.member else { return [] }
      return Array("/\(wallet.owner.prefix(60)) \(member)/".utf8.prefix(80))
    }
  }

  /// The script of the coinbase at `height` of the pool with the wallet `finder`.
  func script(height: Int, finder: WalletNumber) -> ScriptSig {
    .coinbase(height: height, extra: words[finder.position])
  }
}
