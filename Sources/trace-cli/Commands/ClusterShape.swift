import Tracer

/// How large clusters are.
struct ClusterShape {
  /// How many clusters there are, single scripts among them.
  let count: Int
  /// How many scripts are alone in theirs.
  private(set) var single = 0
  /// How many scripts the largest has.
  private(set) var largest = 0
  /// How many scripts there are.
  let scripts: Int
  /// How many clusters have how many scripts.
  private(set) var sizes: [(name: String, count: Int)] = [
    ("1", 0), ("2-10", 0), ("11-100", 0), ("101-1000", 0), ("more", 0),
  ]

  /// The sizes of some clusters.
  init(_ clusters: ClusterSet) {
    count = clusters.count
    scripts = clusters.scriptCount
    for place in 0..<clusters.count {
      let size = clusters.size(at: place)
      largest = max(largest, size)
      switch size {
      case ...1:
        single += 1
        sizes[0].count += 1
      case ...10: sizes[1].count += 1
      case ...100: sizes[2].count += 1
      case ...1_000: sizes[3].count += 1
      default: sizes[4].count += 1
      }
    }
  }
}
