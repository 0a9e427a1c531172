extension Block {
  /// Computes the root over the transactions' txids that the header should name.
  public func computeMerkleRoot() -> Hash256 {
    computeMerkleTree().root
  }

  /// Computes the root over the txids, and whether equal neighbours were paired on the way
  /// (CVE-2012-2459; Core: `BlockMerkleRoot`, consensus/merkle.cpp).
  public func computeMerkleTree() -> (root: Hash256, isMutated: Bool) {
    MerkleTree.root(of: transactions.map { $0.computeTxid().hash })
  }
}
