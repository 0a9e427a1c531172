import Bitcoin
import Ledger

/// Follows an output's satoshis back to the sources, the largest part of them first.
///
/// Each path takes time by its length and by what its transactions spend. Of the parts that were left
/// on the way only as many are kept as there are paths still to be told.
struct PathSearch {
  /// A place on the way, and the one that it came to.
  private struct Node {
    var flow: Flow
    var next: Int?
  }

  /// Satoshis that are still to be followed back from a node.
  private struct Branch {
    var node: Int
    var portion: Portion
  }

  private let memory: TaintMemory
  private let pathCount: Int
  private var dealing = BackwardDealing()
  private var nodes: [Node] = []
  /// Largest first; the earlier found one where equal.
  private var branches: [Branch] = []

  /// A search in what a trace dealt, for so many paths of each label.
  init(_ memory: TaintMemory, pathCount: Int) {
    self.memory = memory
    self.pathCount = pathCount
  }

  /// Where each label of an output came from.
  mutating func origins(
    of output: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [LabelOrigin] {
    var origins: [LabelOrigin] = []
    for carried in memory.taintedOutput(output, columns).byLabel {
      let label = UInt32(carried.label + 1)
      nodes = [Node(flow: .output(output), next: nil)]
      branches = [Branch(node: 0, portion: portion(of: label, in: output, columns))]
      var paths: [TaintPath] = []
      while paths.count < pathCount, !branches.isEmpty {
        let branch = branches.removeFirst()
        let wanted = pathCount - paths.count - 1
        let end = try follow(branch, label: label, keeping: wanted, columns)
        let amount = memory.policy == .poison ? carried.amount : Satoshi(end.portion.amount)
        paths.append(
          TaintPath(amount: amount, steps: try steps(from: end.node, label: label, columns)))
      }
      let told = paths.reduce(Satoshi.zero) { $0 + $1.amount }
      origins.append(
        LabelOrigin(
          carried: carried, paths: paths,
          rest: memory.policy == .poison ? .zero : carried.amount - told))
    }
    return origins
  }

  /// All satoshis of a label in an output.
  private func portion(
    of label: UInt32, in output: Int, _ columns: borrowing FlowColumns
  ) -> Portion {
    var runs: [Run] = []
    memory.appendRuns(
      of: .output(output), value: columns.outputValue[output].rawValue, to: &runs)
    var portion = Portion(amount: 0)
    var start: Int64 = 0
    let isPositional = memory.policy != .poison && memory.policy != .haircut
    for run in runs {
      if run.label == label {
        portion.amount += run.length
        if isPositional { portion.ranges.append(start..<start + run.length) }
      }
      start += run.length
    }
    return portion
  }

  /// Goes back to a source, at each step by the part that most came from, and keeps the other parts.
  private mutating func follow(
    _ start: Branch, label: UInt32, keeping wanted: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Branch {
    var branch = start
    while memory.sourceLabel(of: nodes[branch.node].flow) == 0 {
      let origins = try dealing.origins(
        of: branch.portion, label: label, in: nodes[branch.node].flow, memory, columns)
      var largest = 0
      for place in origins.indices
      where origins[place].portion.amount > origins[largest].portion.amount { largest = place }
      guard largest < origins.count else { throw .brokenPath(transaction: 0) }
      let from = branch.node
      for (place, origin) in origins.enumerated() where place != largest && wanted > 0 {
        nodes.append(Node(flow: origin.flow, next: from))
        keep(Branch(node: nodes.count - 1, portion: origin.portion), wanted)
      }
      nodes.append(Node(flow: origins[largest].flow, next: from))
      branch = Branch(node: nodes.count - 1, portion: origins[largest].portion)
    }
    return branch
  }

  /// Keeps a branch where it is among the `wanted` largest.
  private mutating func keep(_ branch: Branch, _ wanted: Int) {
    var place = branches.count
    while place > 0, branches[place - 1].portion.amount < branch.portion.amount { place -= 1 }
    guard place < wanted else { return }
    branches.insert(branch, at: place)
    if branches.count > wanted { branches.removeLast(branches.count - wanted) }
  }

  /// The way from a node to the output that is explained.
  private func steps(
    from first: Int, label: UInt32, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [PathStep] {
    var steps: [PathStep] = []
    var place: Int? = first
    var runs: [Run] = []
    while let node = place {
      let flow = nodes[node].flow
      let value: Int64
      let transaction: Int
      let target: TaintSource.Target
      switch flow {
      case .output(let output):
        value = columns.outputValue[output].rawValue
        transaction = columns.transaction(ofOutput: output)
        target = .output(OutputIndex(output))
      case .fee(let payer):
        value = try TaintEngine.fee(of: payer, columns) ?? 0
        transaction = payer
        target = .fee(TxIndex(payer))
      }
      runs.removeAll(keepingCapacity: true)
      memory.appendRuns(of: flow, value: value, to: &runs)
      let carried = runs.reduce(Int64(0)) { $0 + ($1.label == label ? $1.length : 0) }
      steps.append(
        PathStep(
          target: target, height: columns.height(of: transaction), value: Satoshi(value),
          carried: Satoshi(carried)))
      place = nodes[node].next
    }
    return steps
  }
}
