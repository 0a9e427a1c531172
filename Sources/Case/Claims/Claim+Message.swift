import Bitcoin

extension Claim {
  /// The text that every proof of the claim signs, lines parted by a line feed, none at the end:
  /// ```
  /// Coldtrace claim, version 1
  /// id: recovered-2014
  /// claimant: MtGox
  /// network: regtest
  /// as of: block 13605 000000…
  /// amount: 199999.99000000 BTC
  /// loss: reconcile:missing
  /// text: sha256 a19c…
  /// coins: 80, sha256 5f2e…
  /// ```
  /// It names the claim, the network, the block and the coins, so that a signature proves nothing for
  /// another claim, another block, another chain or other words. Without a loss its line reads
  /// `loss: none`.
  public var message: String {
    """
    Coldtrace claim, version 1
    id: \(id)
    claimant: \(claimant)
    network: \(network)
    as of: block \(asOf.height) \(asOf.hash)
    amount: \(amount) BTC
    loss: \(loss ?? "none")
    text: sha256 \(Hex.encode(Digest.sha256(Array(text.utf8))))
    coins: \(coins.count), sha256 \(Hex.encode(computeCoinDigest()))
    """
  }

  /// The SHA-256 of the coins as the file names them: one a line, sorted by their bytes, each line
  /// with a line feed. So the order of the list does not matter, and nothing can be added to it or
  /// taken from it.
  public func computeCoinDigest() -> [UInt8] {
    let lines = coins.map { Array($0.description.utf8) }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return Digest.sha256(lines.flatMap { $0 + [UInt8(ascii: "\n")] })
  }
}
