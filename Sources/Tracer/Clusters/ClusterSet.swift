public import Bitcoin
public import Ledger

/// The scripts of a ledger, put together by who seems to hold them.
///
/// Every script is in exactly one cluster; many are alone in theirs. A cluster is named by its
/// smallest script row, which stays its name while blocks are added, unless it is joined with an
/// older one. Clusters stand in the order of their names.
public struct ClusterSet: Hashable, Sendable {
  /// Script -> its cluster's smallest script row.
  private let roots: [UInt32]
  /// The clusters' names, in order.
  private let names: [UInt32]
  /// Cluster by place -> its first place in `memberRows`; one more than there are clusters.
  private let firstMember: [UInt32]
  /// The scripts of each cluster, one cluster after the other, rows in order.
  private let memberRows: [UInt32]

  /// The clusters of these sets.
  init(_ sets: consuming UnionFind) {
    let roots = sets.makeRoots()
    var sizes = [UInt32](repeating: 0, count: roots.count)
    for root in roots { sizes[Int(root)] += 1 }
    var names: [UInt32] = []
    var firstMember: [UInt32] = []
    var next: UInt32 = 0
    for (row, size) in sizes.enumerated() where size > 0 {
      names.append(UInt32(row))
      firstMember.append(next)
      // From here on the array holds where the cluster's next member goes.
      sizes[row] = next
      next += size
    }
    firstMember.append(next)
    var members = [UInt32](repeating: 0, count: roots.count)
    for (row, root) in roots.enumerated() {
      members[Int(sizes[Int(root)])] = UInt32(row)
      sizes[Int(root)] += 1
    }
    self.roots = roots
    self.names = names
    self.firstMember = firstMember
    self.memberRows = members
  }

  /// The number of clusters.
  public var count: Int { names.count }
  /// The number of scripts.
  public var scriptCount: Int { roots.count }
}

// MARK: - By script

extension ClusterSet {
  /// The name of a script's cluster.
  ///
  /// - Precondition: the ledger has that script.
  public func cluster(of script: ScriptIndex) -> ScriptIndex {
    ScriptIndex(Int(roots[script.position]))
  }

  /// Whether two scripts are in one cluster.
  ///
  /// - Precondition: the ledger has both scripts.
  public func areTogether(_ left: ScriptIndex, _ right: ScriptIndex) -> Bool {
    roots[left.position] == roots[right.position]
  }

  /// The scripts of a cluster, rows in order, the first of which is its name; none for a script that
  /// names no cluster.
  public func members(of cluster: ScriptIndex) -> [ScriptIndex] {
    place(of: cluster).map { members(at: $0) } ?? []
  }

  /// The place of a cluster among all; nil for a script that names no cluster. O(log clusters).
  public func place(of cluster: ScriptIndex) -> Int? {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if UInt64(names[middle]) < cluster.rawValue { low = middle + 1 } else { high = middle }
    }
    return low < names.count && UInt64(names[low]) == cluster.rawValue ? low : nil
  }
}

// MARK: - By place

extension ClusterSet {
  /// The name of the cluster at a place from 0.
  ///
  /// - Precondition: the place is below `count`.
  public func cluster(at place: Int) -> ScriptIndex { ScriptIndex(Int(names[place])) }

  /// How many scripts the cluster at a place has.
  ///
  /// - Precondition: the place is below `count`.
  public func size(at place: Int) -> Int { Int(firstMember[place + 1] - firstMember[place]) }

  /// The scripts of the cluster at a place, rows in order.
  ///
  /// - Precondition: the place is below `count`.
  public func members(at place: Int) -> [ScriptIndex] {
    memberRows[Int(firstMember[place])..<Int(firstMember[place + 1])].map { ScriptIndex(Int($0)) }
  }

  /// What lies unspent at the tip with the cluster at a place, outputs that nobody can spend left
  /// out.
  ///
  /// - Precondition: the place is below `count`, and the ledger is the one that the set was made of.
  public func balance(at place: Int, in ledger: borrowing ChainLedger) -> Satoshi {
    var sum: Int64 = 0
    for member in Int(firstMember[place])..<Int(firstMember[place + 1]) {
      let outputs = ledger.outputs(of: ScriptIndex(Int(memberRows[member])))
      for index in outputs.indices {
        let output = outputs[index]
        if ledger.outputSpender[output.position] == .none, !ledger.isUnspendable(output) {
          sum += ledger.outputValue[output.position].rawValue
        }
      }
    }
    return Satoshi(sum)
  }
}
