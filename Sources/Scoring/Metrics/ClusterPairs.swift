import Bitcoin
import Ledger
import Tracer

/// How well clusters agree with who truly holds the scripts, by pairs of scripts.
struct ClusterPairs {
  /// Cluster by cluster: the pairs that truly belong together, and all of its pairs.
  private var inClusters: [(numerator: Int128, denominator: Int128)] = []
  /// Holder by holder: the pairs that a cluster has together, and all of his pairs.
  private var inTruth: [(numerator: Int128, denominator: Int128)] = []

  /// Compares clusters with a truth.
  ///
  /// - Parameter scriptTruth: script -> the number of whoever has it; `none` leaves it out.
  init(_ clusters: ClusterSet, scriptTruth: [UInt32]) {
    // Scripts by cluster, then by truth, so that each group of both stands together.
    var keys: [(cluster: UInt64, truth: UInt32)] = []
    for (script, truth) in scriptTruth.enumerated() where truth != TruthIndex.none {
      keys.append((clusters.cluster(of: ScriptIndex(script)).rawValue, truth))
    }
    keys.sort { ($0.cluster, $0.truth) < ($1.cluster, $1.truth) }
    var sizes: [UInt32: Int128] = [:]
    var joined: [UInt32: Int128] = [:]
    var start = 0
    while start < keys.count {
      var end = start
      var both: Int128 = 0
      while end < keys.count, keys[end].cluster == keys[start].cluster {
        let first = end
        while end < keys.count, keys[end] == keys[first] { end += 1 }
        let size = Int128(end - first)
        both += ClusterPairs.pairs(size)
        sizes[keys[first].truth, default: 0] += size
        joined[keys[first].truth, default: 0] += ClusterPairs.pairs(size)
      }
      if end - start > 1 { inClusters.append((both, ClusterPairs.pairs(Int128(end - start)))) }
      start = end
    }
    for truth in sizes.keys.sorted() {
      let size = sizes[truth] ?? 0
      if size > 1 { inTruth.append((joined[truth] ?? 0, ClusterPairs.pairs(size))) }
    }
  }

  /// The number of pairs among `count` things.
  private static func pairs(_ count: Int128) -> Int128 { count * (count - 1) / 2 }

  /// Of the pairs that clusters put together, those that belong together; units are clusters.
  func precisionRow(_ metric: String) -> ScoreRow { ScoreRow(metric, ratioOf: inClusters) }

  /// Of the pairs that belong together, those that a cluster has; units are holders.
  func recallRow(_ metric: String) -> ScoreRow { ScoreRow(metric, ratioOf: inTruth) }
}
