import Bitcoin
import Ledger

@testable import Tracer

/// A tiny chain as plain values, for which both the tracer and the reference can be asked.
struct World {
  /// A place in the world's list of transactions, and an output there.
  struct Ref: Hashable, Comparable {
    var tx: Int
    var vout: Int
    static func < (left: Ref, right: Ref) -> Bool {
      left.tx == right.tx ? left.vout < right.vout : left.tx < right.tx
    }
  }

  /// A transaction; the first of each block is the coinbase, without inputs.
  struct Tx {
    /// What it spends; nil is an output that nobody knows.
    var inputs: [Ref?] = []
    var outputs: [Int64] = []
  }

  /// The numbers of each block's transactions.
  var blocks: [[Int]] = []
  var transactions: [Tx] = []
  /// Outputs that nobody can spend.
  var unspendable: Set<Ref> = []
  var network = Network.regtest

  /// Adds a block: its coinbase's outputs, then its other transactions.
  mutating func mine(_ coinbase: [Int64], _ others: [Tx] = []) {
    let first = transactions.count
    transactions.append(Tx(outputs: coinbase))
    transactions += others
    blocks.append(Array(first..<transactions.count))
  }

  func value(_ ref: Ref) -> Int64 { transactions[ref.tx].outputs[ref.vout] }

  /// How many scripts there are.
  static let scriptCount = 17

  /// The number of the script that an output pays.
  func script(_ ref: Ref) -> Int { (ref.tx * 5 + ref.vout * 11) % World.scriptCount }

  /// The world with the value of each output, and so each fee, times `factor`. Subsidies stay.
  func scaled(by factor: Int64) -> World {
    var world = self
    for tx in world.transactions.indices {
      for vout in world.transactions[tx].outputs.indices {
        world.transactions[tx].outputs[vout] *= factor
      }
    }
    return world
  }
}

/// A world as the tracer sees it.
struct WorldColumns {
  var blockFirstTransaction: [UInt32] = []
  var txFirstInput: [UInt64] = []
  var txFirstOutput: [UInt64] = []
  var inputPrevout: [OutputIndex] = []
  var outputValue: [Satoshi] = []
  var outputScript: [ScriptIndex] = []
  var outputSpender: [InputIndex] = []
  let network: Network
  /// Row -> the output.
  private(set) var refs: [World.Ref] = []
  private var rows: [World.Ref: Int] = [:]
  private let unspendable: Set<World.Ref>

  init(_ world: World) {
    network = world.network
    unspendable = world.unspendable
    for block in world.blocks { blockFirstTransaction.append(UInt32(block[0])) }
    blockFirstTransaction.append(UInt32(world.transactions.count))
    for (number, tx) in world.transactions.enumerated() {
      txFirstInput.append(UInt64(inputPrevout.count))
      txFirstOutput.append(UInt64(outputValue.count))
      for input in tx.inputs {
        guard let input, let row = rows[input] else {
          inputPrevout.append(.none)
          continue
        }
        outputSpender[row] = InputIndex(inputPrevout.count)
        inputPrevout.append(OutputIndex(row))
      }
      for (vout, value) in tx.outputs.enumerated() {
        let ref = World.Ref(tx: number, vout: vout)
        rows[ref] = outputValue.count
        refs.append(ref)
        outputValue.append(Satoshi(value))
        outputScript.append(ScriptIndex(world.script(ref)))
        outputSpender.append(.none)
      }
    }
    txFirstInput.append(UInt64(inputPrevout.count))
    txFirstOutput.append(UInt64(outputValue.count))
  }

  func row(_ ref: World.Ref) -> OutputIndex { OutputIndex(rows[ref] ?? -1) }

  func target(_ source: Question.Source) -> TaintSource {
    switch source.target {
    case .output(let ref): .output(row(ref), label: source.label)
    case .fee(let tx): .fee(of: TxIndex(tx), label: source.label)
    }
  }

  /// The stops of a question in the tracer's own form.
  func stops(_ question: Question) -> TraceStops {
    var stops = TraceStops()
    for (number, stop) in question.stops.enumerated() {
      let line = "\(number % Question.lineCount)"
      switch stop {
      case .outputs(let refs): stops.add(outputs: refs.sorted().map { row($0) }, line: line)
      case .scripts(let scripts):
        stops.add(scripts: scripts.sorted().map { ScriptIndex($0) }, line: line)
      case .cluster(let scripts):
        var sets = UnionFind(count: World.scriptCount)
        for script in scripts { _ = sets.join(scripts[0], script) }
        stops.add(
          clustersOf: [ScriptIndex(scripts[scripts.count - 1])], in: ClusterSet(sets), line: line)
      case .coinJoins: stops.addCoinJoins(line: line)
      }
    }
    return stops
  }

  /// The columns, lent.
  var flowColumns: FlowColumns {
    @_lifetime(borrow self)
    get {
      FlowColumns(
        blockFirstTransaction: blockFirstTransaction.span, txFirstInput: txFirstInput.span,
        txFirstOutput: txFirstOutput.span, inputPrevout: inputPrevout.span,
        outputValue: outputValue.span, outputScript: outputScript.span,
        outputSpender: outputSpender.span, network: network)
    }
  }

  /// A question in the tracer's own form.
  func plan(
    _ question: Question, _ columns: borrowing FlowColumns, policies: [TaintPolicy]? = nil,
    keepsPassage: Bool = false, countsHops: Bool = false
  ) throws -> TracePlan {
    try TracePlan(
      columns, sources: question.sources.map { target($0) },
      policies: policies ?? [question.policy],
      fees: question.fees, until: question.until, stops: stops(question),
      keepsPassage: keepsPassage, countsHops: countsHops)
  }

  func isUnspendable(_ output: OutputIndex) -> Bool { unspendable.contains(refs[output.position]) }

  /// What the tracer says to a question.
  func trace(_ question: Question) throws -> Answer {
    try trace(question, policies: [question.policy])[0]
  }

  /// What the tracer says to a question under several policies, all in one pass.
  func trace(_ question: Question, policies: [TaintPolicy]) throws -> [Answer] {
    let columns = flowColumns
    let plan = try plan(question, columns, policies: policies, countsHops: true)
    return try TaintPass.outcomes(of: plan, columns) { isUnspendable($0) }
      .map { answer(of: $0, plan) }
  }

  /// An outcome by names.
  private func answer(of outcome: TaintOutcome, _ plan: TracePlan) -> Answer {
    let labels = plan.labels
    func named(_ amounts: [LabelAmount]) -> [String: Int64] {
      Dictionary(uniqueKeysWithValues: amounts.map { (labels[$0.label], $0.amount.rawValue) })
    }
    func named(_ outputs: [TaintedOutput]) -> [World.Ref: Answer.Share] {
      Dictionary(
        uniqueKeysWithValues: outputs.map {
          (
            refs[$0.output.position],
            Answer.Share(tainted: $0.tainted.rawValue, byLabel: named($0.byLabel))
          )
        })
    }
    func named(_ amount: TaintAmount) -> Answer.Share {
      var byLabel: [String: Int64] = [:]
      for (label, value) in zip(labels, amount.byLabel) where value.rawValue != 0 {
        byLabel[label] = value.rawValue
      }
      return Answer.Share(tainted: amount.total.rawValue, byLabel: byLabel)
    }
    var stopped: [String: [World.Ref: Answer.Share]] = [:]
    var stopTotals: [String: Answer.Share] = [:]
    for line in outcome.stops {
      stopped[line.name] = named(line.outputs)
      stopTotals[line.name] = named(line.amount)
    }
    return Answer(
      unspent: named(outcome.unspent), unspendable: named(outcome.unspendable),
      stopped: stopped, stopTotals: stopTotals, superseded: named(outcome.superseded),
      totals: [
        "sources": named(outcome.totals.sources), "unspent": named(outcome.totals.unspent),
        "fees": named(outcome.totals.fees), "unspendable": named(outcome.totals.unspendable),
        "unclaimed": named(outcome.totals.unclaimed),
        "superseded": named(outcome.totals.superseded),
        "stopped": named(outcome.totals.stopped),
      ],
      hops: Dictionary(
        uniqueKeysWithValues: outcome.unspent.compactMap { output in
          output.hops.map { (refs[output.output.position], $0) }
        }))
  }
}

/// What a trace is asked.
struct Question {
  struct Source {
    enum Target: Hashable {
      case output(World.Ref)
      case fee(Int)
    }
    var target: Target
    var label: String
  }

  var sources: [Source]
  var policy = TaintPolicy.fifo
  var fees = FeeHandling.sink
  var until: Int? = nil
  /// Each on a line whose name is its place, modulo `lineCount`, so that lines are shared too.
  var stops: [Stop] = []
  static let lineCount = 3

  /// Where a trace ends.
  enum Stop {
    case outputs(Set<World.Ref>)
    case scripts(Set<Int>)
    /// Scripts that are together; the last one names them.
    case cluster([Int])
    case coinJoins
  }
}

/// What a trace answers, by names rather than rows.
struct Answer: Equatable {
  struct Share: Equatable {
    var tainted: Int64 = 0
    var byLabel: [String: Int64] = [:]
  }

  var unspent: [World.Ref: Share] = [:]
  var unspendable: [World.Ref: Share] = [:]
  /// Line -> the outputs that are booked on it.
  var stopped: [String: [World.Ref: Share]] = [:]
  /// Line -> what is booked on it.
  var stopTotals: [String: Share] = [:]
  var superseded: [World.Ref: Share] = [:]
  var totals: [String: Share] = [:]
  /// Of the unspent outputs: how many transactions taint took to them.
  var hops: [World.Ref: Int] = [:]
}
