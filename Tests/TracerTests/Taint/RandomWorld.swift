import Bitcoin
import TestSupport

@testable import Tracer

extension SeededGenerator {
  /// True in `part` of `whole` cases.
  mutating func chance(_ part: Int, in whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &self) < part
  }
}

/// Makes worlds at random: outputs of 0 satoshis, spends within a block, several labels, fees as
/// sources, miners that leave fees behind, unknown inputs, stops, unspendable outputs.
struct RandomWorld {
  private var random: SeededGenerator
  private(set) var world = World()
  private var unspent: [World.Ref] = []
  private var hasClusterStop = false

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    // So many halvings that subsidies, too, are a few satoshis.
    world.network.subsidyHalvingInterval = Int.random(in: 1...3, using: &random)
    let early = 27 * world.network.subsidyHalvingInterval
    for height in 0..<early {
      let isClaimed = height + 4 >= early
      mine(isClaimed ? [Int64.random(in: 0...30, using: &random)] : [0], [])
    }
    let hasUnknown = random.chance(1, in: 8)
    for _ in 0..<Int.random(in: 1...6, using: &random) { addBlock(hasUnknown: hasUnknown) }
  }

  private mutating func mine(_ coinbase: [Int64], _ others: [World.Tx]) {
    let tx = world.transactions.count
    world.mine(coinbase, others)
    for (vout, value) in coinbase.enumerated() where value > 0 || random.chance(1, in: 4) {
      unspent.append(World.Ref(tx: tx, vout: vout))
    }
  }

  private mutating func addBlock(hasUnknown: Bool) {
    let height = world.blocks.count
    let coinbase = world.transactions.count
    var others: [World.Tx] = []
    var fees: Int64 = 0
    var values: [World.Ref: Int64] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &random) where !unspent.isEmpty {
      var tx = World.Tx()
      var value: Int64 = 0
      for _ in 0..<Int.random(in: 1...3, using: &random) where !unspent.isEmpty {
        let ref = unspent.remove(at: Int.random(in: 0..<unspent.count, using: &random))
        value += values[ref] ?? world.value(ref)
        tx.inputs.append(ref)
      }
      let isUnknown = hasUnknown && random.chance(1, in: 6)
      if isUnknown { tx.inputs.append(nil) }
      let fee = random.chance(1, in: 3) ? 0 : Int64.random(in: 0...value, using: &random)
      tx.outputs = split(value - fee, into: Int.random(in: 1...4, using: &random))
      if tx.inputs.count > 1, random.chance(1, in: 3) {
        // Two equal payments and a change, in any order.
        let payment = (value - fee) / 3
        tx.outputs = [payment, payment, value - fee - payment - payment].shuffled(using: &random)
      }
      if !isUnknown { fees += fee }
      let number = coinbase + 1 + others.count
      for (vout, value) in tx.outputs.enumerated() {
        let ref = World.Ref(tx: number, vout: vout)
        values[ref] = value
        if random.chance(1, in: 12) { world.unspendable.insert(ref) } else { unspent.append(ref) }
      }
      others.append(tx)
    }
    let subsidy = world.network.subsidy(at: height).rawValue
    var claimed = subsidy + fees
    if random.chance(1, in: 3) { claimed -= Int64.random(in: 0...claimed, using: &random) }
    mine(split(claimed, into: Int.random(in: 1...3, using: &random)), others)
  }

  private mutating func split(_ value: Int64, into count: Int) -> [Int64] {
    var cuts = [0, value]
    for _ in 1..<count { cuts.append(Int64.random(in: 0...value, using: &random)) }
    cuts.sort()
    return zip(cuts.dropFirst(), cuts).map { $0 - $1 }
  }

  /// A question about the world; policy and handling of fees are the caller's.
  mutating func makeQuestion() -> Question {
    var question = Question(sources: [])
    let names = ["robbery", "burglary", "bribe", "fraud", "extortion"]
    var seen: Set<Question.Source.Target> = []
    if random.chance(1, in: 3) {
      question.until = Int.random(
        in: max(0, world.blocks.count - 4)...world.blocks.count, using: &random)
    }
    let end = min(question.until ?? world.blocks.count - 1, world.blocks.count - 1)
    let reachable = (world.blocks[end].last ?? 0) + 1
    let early = world.blocks[27 * world.network.subsidyHalvingInterval - 4][0]
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let tx = Int.random(in: early..<reachable, using: &random)
      let transaction = world.transactions[tx]
      let target: Question.Source.Target
      let isKnown = !transaction.inputs.contains(nil)
      if random.chance(1, in: 4), !transaction.inputs.isEmpty, isKnown {
        target = .fee(tx)
      } else {
        let vout = Int.random(in: transaction.outputs.indices, using: &random)
        target = .output(World.Ref(tx: tx, vout: vout))
      }
      guard seen.insert(target).inserted else { continue }
      let label = names[Int.random(in: 0..<names.count, using: &random)]
      question.sources.append(Question.Source(target: target, label: label))
    }
    if random.chance(1, in: 2) {
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        question.stops.append(makeStop(early..<reachable))
      }
    }
    return question
  }

  private mutating func makeStop(_ transactions: Range<Int>) -> Question.Stop {
    let scripts = 0..<World.scriptCount
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .coinJoins
    case 1: return .scripts([Int.random(in: scripts, using: &random)])
    case 2 where !hasClusterStop:
      // All clusters of a trace are of one set, which here has one.
      hasClusterStop = true
      let first = Int.random(in: scripts, using: &random)
      return .cluster([first, Int.random(in: scripts, using: &random)])
    default:
      var refs: Set<World.Ref> = []
      for tx in transactions where random.chance(1, in: 5) {
        refs.insert(World.Ref(tx: tx, vout: 0))
      }
      return .outputs(refs)
    }
  }
}
