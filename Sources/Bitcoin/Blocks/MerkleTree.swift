/// The binary tree of double SHA-256 over a block's txids or wtxids (Core: consensus/merkle.cpp).
public enum MerkleTree {
  /// The root over `leaves`, and whether two equal neighbours were paired on the way.
  ///
  /// An odd node is paired with itself; so a block may repeat its last transactions without
  /// changing the root (CVE-2012-2459). `isMutated` tells, as Core's `ComputeMerkleRoot` does.
  /// No leaves: the zero hash.
  public static func root(of leaves: [Hash256]) -> (root: Hash256, isMutated: Bool) {
    guard leaves.count > 1 else { return (leaves.first ?? .zero, false) }
    let hasher = DoubleSHA256()
    var row = leaves
    var isMutated = false
    while row.count > 1 {
      for index in stride(from: 0, to: row.count - 1, by: 2) where row[index] == row[index + 1] {
        isMutated = true
      }
      if !row.count.isMultiple(of: 2) { row.append(row[row.count - 1]) }
      for index in 0..<row.count / 2 {
        row[index] = hasher.hash(row[2 * index], row[2 * index + 1])
      }
      row.removeLast(row.count / 2)
    }
    return (row[0], isMutated)
  }
}
