extension Claim {
  /// The claim as YAML, keys in a fixed order.
  public func encode() -> [UInt8] {
    var text = """
      id: \(YAMLScalar.text(id))
      claimant: \(YAMLScalar.text(claimant))
      text: \(YAMLScalar.text(self.text))
      asOf:
        height: \(asOf.height)
        hash: "\(asOf.hash)"
      network: \(YAMLScalar.text(network))
      amount: \(amount) BTC

      """
    if let loss { text += "loss: \(YAMLScalar.text(loss))\n" }
    text += coins.isEmpty ? "coins: []\n" : "coins:\n"
    for coin in coins { text += "  - \(YAMLScalar.text(coin.description))\n" }
    text += proofs.isEmpty ? "proofs: []\n" : "proofs:\n"
    for proof in proofs {
      text += "  - kind: \(proof.kind.rawValue)\n"
      text += "    address: \(YAMLScalar.text(proof.address))\n"
      text += "    signature: \(YAMLScalar.text(proof.signature))\n"
    }
    return Array(text.utf8)
  }
}
