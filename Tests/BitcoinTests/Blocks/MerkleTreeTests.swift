import Testing

@testable import Bitcoin

@Suite("MerkleTree")
struct MerkleTreeTests {
  static func leaves(_ count: Int) -> [Hash256] {
    (0..<count).map { Hash256(UInt64($0) + 1, 0, 0, 0) }
  }

  /// The definition, written once more: pair from the left, an odd one with itself.
  static func naive(_ leaves: [Hash256]) -> Hash256 {
    guard leaves.count > 1 else { return leaves.first ?? .zero }
    var next: [Hash256] = []
    for index in stride(from: 0, to: leaves.count, by: 2) {
      let right = index + 1 < leaves.count ? leaves[index + 1] : leaves[index]
      next.append(Hash256(doubleSHA256: leaves[index].bytes + right.bytes))
    }
    return naive(next)
  }

  @Test("roots of all sizes agree with the definition")
  func sizes() {
    for count in 0..<70 {
      let (root, isMutated) = MerkleTree.root(of: MerkleTreeTests.leaves(count))
      #expect(root == MerkleTreeTests.naive(MerkleTreeTests.leaves(count)))
      #expect(!isMutated)
    }
  }

  @Test("repeated last leaves give the same root and are seen (CVE-2012-2459)")
  func mutated() {
    for count in 1..<40 {
      let leaves = MerkleTreeTests.leaves(count)
      let root = MerkleTree.root(of: leaves).root
      // Wherever a row of the tree is odd, its last node's leaves can be repeated.
      var width = 1
      while width < count {
        let nodes = (count + width - 1) / width
        if nodes > 1, !nodes.isMultiple(of: 2), count.isMultiple(of: width) {
          let repeated = MerkleTree.root(of: leaves + leaves.suffix(width))
          #expect(repeated.root == root)
          #expect(repeated.isMutated)
        }
        width *= 2
      }
    }
    let three = MerkleTreeTests.leaves(3)
    #expect(MerkleTree.root(of: three + [three[2]]) == (MerkleTree.root(of: three).root, true))
  }

  @Test("two equal leaves that are no pair are no mutation")
  func noPair() {
    let leaves = MerkleTreeTests.leaves(4)
    #expect(!MerkleTree.root(of: [leaves[0], leaves[1], leaves[1], leaves[2]]).isMutated)
  }
}
