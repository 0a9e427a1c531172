/// Disjoint sets of rows, each named by its smallest row.
struct UnionFind {
  /// Row -> a row of its set that is no larger; itself for the smallest.
  private var parents: [UInt32]

  /// Each of `count` rows on its own.
  init(count: Int) {
    parents = Array(0..<UInt32(count))
  }

  /// The smallest row of the set of `row`, halving the path on the way.
  @inline(__always)
  mutating func root(of row: Int) -> Int {
    var row = row
    while true {
      let parent = Int(parents[row])
      if parent == row { return row }
      let next = parents[parent]
      parents[row] = next
      row = Int(next)
    }
  }

  /// Joins the sets of two rows.
  ///
  /// - Returns: the smallest row of both.
  @inline(__always)
  mutating func join(_ left: Int, _ right: Int) -> Int {
    let one = root(of: left)
    let other = root(of: right)
    if one == other { return one }
    parents[max(one, other)] = UInt32(min(one, other))
    return min(one, other)
  }

  /// Row -> the smallest row of its set.
  consuming func makeRoots() -> [UInt32] {
    // A parent is no larger than its child, so it has its root already.
    for row in 0..<parents.count { parents[row] = parents[Int(parents[row])] }
    return parents
  }
}
