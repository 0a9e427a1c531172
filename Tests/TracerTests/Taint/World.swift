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

  /// What the tracer says to a question.
  func trace(_ question: Question) throws -> Answer {
    let columns = FlowColumns(
      blockFirstTransaction: blockFirstTransaction.span, txFirstInput: txFirstInput.span,
      txFirstOutput: txFirstOutput.span, inputPrevout: inputPrevout.span,
      outputValue: outputValue.span, outputSpender: outputSpender.span, network: network)
    let plan = try TracePlan(
      columns, sources: question.sources.map { target($0) }, policy: question.policy,
      fees: question.fees, until: question.until, stops: question.stops.sorted().map { row($0) })
    let outcome = try TaintEngine.outcome(of: plan, columns) {
      unspendable.contains(refs[$0.position])
    }
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
    return Answer(
      unspent: named(outcome.unspent), unspendable: named(outcome.unspendable),
      stopped: named(outcome.stopped), superseded: named(outcome.superseded),
      totals: [
        "sources": named(outcome.totals.sources), "unspent": named(outcome.totals.unspent),
        "fees": named(outcome.totals.fees), "unspendable": named(outcome.totals.unspendable),
        "unclaimed": named(outcome.totals.unclaimed),
        "superseded": named(outcome.totals.superseded),
        "stopped": named(outcome.totals.stopped),
      ])
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
  var stops: Set<World.Ref> = []
}

/// What a trace answers, by names rather than rows.
struct Answer: Equatable {
  struct Share: Equatable {
    var tainted: Int64 = 0
    var byLabel: [String: Int64] = [:]
  }

  var unspent: [World.Ref: Share] = [:]
  var unspendable: [World.Ref: Share] = [:]
  var stopped: [World.Ref: Share] = [:]
  var superseded: [World.Ref: Share] = [:]
  var totals: [String: Share] = [:]
}
