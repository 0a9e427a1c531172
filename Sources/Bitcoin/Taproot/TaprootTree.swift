/// A binary tree whose leaves are scripts (BIP-0341), as the list of its leaves from left to right.
///
/// The depths alone say how the branches join them, so nothing here recurses.
public struct TaprootTree: Sendable {
  /// A leaf and how many branches lie above it.
  public struct Entry: Hashable, Sendable {
    /// How many branches lie above the leaf, 0 to 128.
    public let depth: Int
    /// The leaf.
    public let leaf: TapLeaf

    /// A leaf at a depth.
    public init(depth: Int, leaf: TapLeaf) {
      self.depth = depth
      self.leaf = leaf
    }
  }

  /// How deep a leaf may lie (BIP-0341; Core: `TAPROOT_CONTROL_MAX_NODE_COUNT`,
  /// script/interpreter.h).
  public static let maxDepth = 128

  /// The leaves from left to right, as BIP-0371 writes a tree too.
  public let entries: [Entry]
  /// The hash at the top.
  public let merkleRoot: Hash256
  /// For each leaf the hashes beside its way up, from below.
  private let paths: [[Hash256]]

  /// The tree of these leaves; nil where the depths are those of no full binary tree, there is no
  /// leaf, or one lies too deep.
  public init?(_ entries: [Entry]) {
    var fold = TaprootTree.Fold(count: entries.count)
    for entry in entries {
      guard fold.add(entry) else { return nil }
    }
    guard let root = fold.root else { return nil }
    self.entries = entries
    merkleRoot = root
    paths = fold.paths
  }

  /// The tree of a single leaf.
  public init(_ leaf: TapLeaf) {
    entries = [Entry(depth: 0, leaf: leaf)]
    merkleRoot = leaf.leafHash
    paths = [[]]
  }

  /// The tree whose branches at the top are two others; nil where a leaf would lie too deep.
  public static func branch(_ left: TaprootTree, _ right: TaprootTree) -> TaprootTree? {
    TaprootTree(
      (left.entries + right.entries).map { Entry(depth: $0.depth + 1, leaf: $0.leaf) })
  }

  /// The hashes beside the way up from a leaf, from below, as its control block has them; nil where
  /// the tree has no such leaf. A leaf that is there twice has its shorter way.
  public func merklePath(of leaf: TapLeaf) -> [Hash256]? {
    entries.indices.filter { entries[$0].leaf == leaf }.map { paths[$0] }
      .min { $0.count < $1.count }
  }

  /// Hashes two nodes to the one above them, the lesser first (BIP-0341: `hash_TapBranch`).
  public static func hashBranch(_ one: Hash256, _ other: Hash256) -> Hash256 {
    // Compared byte by byte from the front, unlike the numbers that hashes print as.
    let isOrdered = !other.bytes.lexicographicallyPrecedes(one.bytes)
    return TaggedHash.tapBranch.hash(
      isOrdered ? one.bytes + other.bytes : other.bytes + one.bytes)
  }
}

// MARK: - Identity

extension TaprootTree: Hashable {
  /// Whether both have the same leaves at the same places.
  public static func == (left: TaprootTree, right: TaprootTree) -> Bool {
    left.entries == right.entries
  }

  /// Hashes the leaves and their places.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(entries)
  }
}

// MARK: - Joining leaves

extension TaprootTree {
  /// The work of joining leaves, left to right, into branches as soon as two are neighbours.
  private struct Fold {
    /// A node whose parent is not complete yet, with the leaves below it.
    private struct Node {
      var depth: Int
      var hash: Hash256
      var leaves: Range<Int>
    }

    private(set) var paths: [[Hash256]] = []
    private var open: [Node] = []

    init(count: Int) {
      paths.reserveCapacity(count)
    }

    /// The hash at the top, if all leaves make one tree.
    var root: Hash256? {
      guard let node = open.first, open.count == 1, node.depth == 0 else { return nil }
      return node.hash
    }

    /// Adds the next leaf; false where it has no place in a full tree.
    mutating func add(_ entry: Entry) -> Bool {
      // A tree that is complete has no room; what waits for its right side is never deeper.
      guard (0...TaprootTree.maxDepth).contains(entry.depth), open.first?.depth != 0,
        open.last.map({ $0.depth <= entry.depth }) ?? true
      else { return false }
      var node = Node(
        depth: entry.depth, hash: entry.leaf.leafHash, leaves: paths.count..<paths.count + 1)
      paths.append([])
      while let left = open.last, left.depth == node.depth {
        open.removeLast()
        for leaf in left.leaves { paths[leaf].append(node.hash) }
        for leaf in node.leaves { paths[leaf].append(left.hash) }
        node = Node(
          depth: node.depth - 1, hash: TaprootTree.hashBranch(left.hash, node.hash),
          leaves: left.leaves.lowerBound..<node.leaves.upperBound)
      }
      open.append(node)
      return true
    }
  }
}
