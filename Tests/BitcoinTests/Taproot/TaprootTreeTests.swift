import Testing

@testable import Bitcoin

@Suite("Trees of scripts")
struct TaprootTreeTests {
  static func leaf(_ number: Int) -> TapLeaf { TapLeaf(script: [UInt8(number & 0xff), 0xac]) }

  static func tree(_ depths: [Int]) -> TaprootTree? {
    TaprootTree(
      depths.enumerated().map { TaprootTree.Entry(depth: $0.element, leaf: leaf($0.offset)) })
  }

  @Test(
    "depths of a full tree are taken",
    arguments: [
      [0], [1, 1], [1, 2, 2], [2, 2, 1], [2, 2, 2, 2], [1, 2, 3, 3], [3, 3, 2, 1], [2, 3, 3, 1],
      Array(1...128) + [128],
    ])
  func full(_ depths: [Int]) throws {
    let tree = try #require(TaprootTreeTests.tree(depths))
    #expect(tree.entries.map(\.depth) == depths)
    for entry in tree.entries {
      let path = try #require(tree.merklePath(of: entry.leaf))
      #expect(path.count == entry.depth)
      #expect(path.reduce(entry.leaf.leafHash, TaprootTree.hashBranch) == tree.merkleRoot)
    }
    #expect(tree.merklePath(of: TapLeaf(script: [0x51])) == nil)
  }

  @Test(
    "depths of no full tree are refused",
    arguments: [
      [], [1], [0, 0], [0, 1, 1], [1, 1, 1], [1, 2], [2, 1], [2, 2], [2, 1, 2], [1, 1, 0], [-1],
      [129], Array(1...129) + [129], [3, 3, 1], [2, 2, 2, 1],
    ])
  func notFull(_ depths: [Int]) {
    #expect(TaprootTreeTests.tree(depths) == nil)
  }

  @Test("a branch above the deepest leaf is refused")
  func tooDeep() throws {
    let deep = try #require(TaprootTreeTests.tree(Array(1...128) + [128]))
    #expect(TaprootTree.branch(deep, TaprootTree(TaprootTreeTests.leaf(1))) == nil)
  }

  @Test("branches do not tell left from right by their hash")
  func order() throws {
    let left = TaprootTree(TaprootTreeTests.leaf(1))
    let right = TaprootTree(TaprootTreeTests.leaf(2))
    let one = try #require(TaprootTree.branch(left, right))
    let other = try #require(TaprootTree.branch(right, left))
    #expect(one.merkleRoot == other.merkleRoot)
    #expect(one != other)
  }

  @Test("a leaf that is there twice has its shorter way")
  func twice() throws {
    let leaf = TaprootTreeTests.leaf(1)
    let pair = try #require(
      TaprootTree.branch(TaprootTree(leaf), TaprootTree(TaprootTreeTests.leaf(2))))
    let tree = try #require(TaprootTree.branch(pair, TaprootTree(leaf)))
    #expect(tree.merklePath(of: leaf) == [pair.merkleRoot])
  }

  @Test("a key without a tree tells from one whose root is zero")
  func noTree() throws {
    let key = try KeyTests.secret(1).xOnlyPublicKey
    #expect(key.computeTapTweak(merkleRoot: nil) != key.computeTapTweak(merkleRoot: .zero))
  }
}
