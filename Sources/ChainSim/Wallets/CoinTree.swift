/// Coins in the order of a number, for any number of wallets: a treap, whose shape hangs on the
/// coins alone and not on the order in which they came, so that all runs make the same one.
///
/// A wallet's tree is its root, a row of the nodes' table; every coin of every wallet is one row.
/// Insertion, removal and look-up take O(log n) steps for a wallet of n coins.
struct CoinTree: Sendable {
  /// No row.
  static let none = UInt32.max

  /// A coin's place.
  private struct Node {
    /// What coins are ordered by.
    var order: UInt64
    /// The coin's number, which decides between equals and gives the treap's priority.
    var coin: UInt32
    var left = CoinTree.none
    var right = CoinTree.none
    /// How many coins stand in this node and below.
    var count: UInt32 = 1
  }

  private var nodes: [Node] = []

  /// Makes room for so many rows.
  mutating func extend(to count: Int) {
    while nodes.count < count { nodes.append(Node(order: 0, coin: 0)) }
  }

  /// Puts a coin into the tree of `root`.
  ///
  /// - Precondition: there is room for the row, and it stands in no tree.
  mutating func insert(_ row: UInt32, order: UInt64, coin: UInt32, into root: inout UInt32) {
    nodes[Int(row)] = Node(order: order, coin: coin)
    let priority = CoinTree.priority(coin)
    // Down to where the new node's priority belongs; what is there is split between its children.
    var parent = CoinTree.none
    var current = root
    var wentLeft = false
    while current != CoinTree.none, CoinTree.priority(nodes[Int(current)].coin) >= priority {
      nodes[Int(current)].count += 1
      parent = current
      wentLeft = precedes(order, coin, current)
      current = wentLeft ? nodes[Int(current)].left : nodes[Int(current)].right
    }
    let (less, more) = split(current, order, coin)
    nodes[Int(row)].left = less
    nodes[Int(row)].right = more
    nodes[Int(row)].count = 1 + count(less) + count(more)
    replaceChild(of: parent, wentLeft, by: row, root: &root)
  }

  /// Takes a coin out of the tree of `root`.
  ///
  /// - Precondition: it stands there.
  mutating func remove(_ row: UInt32, from root: inout UInt32) {
    let order = nodes[Int(row)].order
    let coin = nodes[Int(row)].coin
    var parent = CoinTree.none
    var current = root
    var wentLeft = false
    while current != row {
      nodes[Int(current)].count -= 1
      parent = current
      wentLeft = precedes(order, coin, current)
      current = wentLeft ? nodes[Int(current)].left : nodes[Int(current)].right
    }
    let rest = join(nodes[Int(row)].left, nodes[Int(row)].right)
    replaceChild(of: parent, wentLeft, by: rest, root: &root)
  }

  /// How many coins there are in a tree.
  func count(_ root: UInt32) -> UInt32 { root == CoinTree.none ? 0 : nodes[Int(root)].count }

  /// How many coins of a tree have a smaller order.
  func count(_ root: UInt32, below order: UInt64) -> UInt32 {
    var sum: UInt32 = 0
    var current = root
    while current != CoinTree.none {
      let node = nodes[Int(current)]
      if node.order < order {
        sum += 1 + count(node.left)
        current = node.right
      } else {
        current = node.left
      }
    }
    return sum
  }

  /// The row of the coin before which `rank` others stand.
  ///
  /// - Precondition: the tree has more than `rank` coins.
  func row(_ root: UInt32, at rank: UInt32) -> UInt32 {
    var rank = rank
    var current = root
    while true {
      let left = count(nodes[Int(current)].left)
      if rank == left { return current }
      if rank < left {
        current = nodes[Int(current)].left
      } else {
        rank -= left + 1
        current = nodes[Int(current)].right
      }
    }
  }

  // MARK: - Splitting and joining

  /// A number that looks random and hangs on the coin alone.
  private static func priority(_ coin: UInt32) -> UInt32 {
    // Safe: a hash is defined modulo 2^32 (the finaliser of MurmurHash3).
    var bits = coin &* 0x9e37_79b1
    bits = (bits ^ bits >> 16) &* 0x85eb_ca6b
    bits = (bits ^ bits >> 13) &* 0xc2b2_ae35
    return bits ^ bits >> 16
  }

  private func precedes(_ order: UInt64, _ coin: UInt32, _ row: UInt32) -> Bool {
    let node = nodes[Int(row)]
    return order != node.order ? order < node.order : coin < node.coin
  }

  private mutating func replaceChild(
    of parent: UInt32, _ isLeft: Bool, by row: UInt32, root: inout UInt32
  ) {
    if parent == CoinTree.none {
      root = row
    } else if isLeft {
      nodes[Int(parent)].left = row
    } else {
      nodes[Int(parent)].right = row
    }
  }

  private mutating func split(
    _ root: UInt32, _ order: UInt64, _ coin: UInt32
  ) -> (less: UInt32, more: UInt32) {
    guard root != CoinTree.none else { return (CoinTree.none, CoinTree.none) }
    // Depth is logarithmic, so recursion is.
    let halves: (less: UInt32, more: UInt32)
    if precedes(order, coin, root) {
      let (less, more) = split(nodes[Int(root)].left, order, coin)
      nodes[Int(root)].left = more
      halves = (less, root)
    } else {
      let (less, more) = split(nodes[Int(root)].right, order, coin)
      nodes[Int(root)].right = less
      halves = (root, more)
    }
    recount(root)
    return halves
  }

  private mutating func join(_ less: UInt32, _ more: UInt32) -> UInt32 {
    if less == CoinTree.none { return more }
    if more == CoinTree.none { return less }
    if CoinTree.priority(nodes[Int(less)].coin) >= CoinTree.priority(nodes[Int(more)].coin) {
      nodes[Int(less)].right = join(nodes[Int(less)].right, more)
      recount(less)
      return less
    }
    nodes[Int(more)].left = join(less, nodes[Int(more)].left)
    recount(more)
    return more
  }

  private mutating func recount(_ row: UInt32) {
    nodes[Int(row)].count = 1 + count(nodes[Int(row)].left) + count(nodes[Int(row)].right)
  }
}
