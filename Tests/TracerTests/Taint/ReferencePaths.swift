import Bitcoin

@testable import Tracer

/// A tracer in which every satoshi remembers each place that it was in, for the policies under which a
/// satoshi has one way: FIFO, LIFO and TIHO. It shares no code with the real one.
struct ReferencePaths {
  /// An output or a fee.
  enum Place: Hashable {
    case output(World.Ref)
    case fee(Int)
  }

  /// A tainted satoshi with the places that it was in, the source first.
  struct Way: Hashable {
    var label: String
    var places: [Place]
  }

  /// Satoshis in order; nil for a clean one.
  typealias Coin = [Way?]

  let world: World
  let question: Question
  /// What each output carries, stops among them; of a source its own.
  private(set) var coins: [World.Ref: Coin] = [:]
  private var stopped: Set<World.Ref> = []

  init(_ world: World, _ question: Question) {
    self.world = world
    self.question = question
    let until = min(question.until ?? world.blocks.count - 1, world.blocks.count - 1)
    for height in 0...until { mine(height) }
  }

  private func label(_ target: Question.Source.Target) -> String? {
    question.sources.first { $0.target == target }?.label
  }

  private mutating func mine(_ height: Int) {
    var fees: [Coin]? = []
    for tx in world.blocks[height].dropFirst() {
      let fee = spend(tx)
      if let fee { fees?.append(fee) } else { fees = nil }
    }
    let coinbase = world.blocks[height][0]
    let outputs = world.transactions[coinbase].outputs
    let claimed = Int(outputs.reduce(0, +))
    var pool = Coin(repeating: nil, count: claimed)
    if question.fees == .follow, let fees {
      pool = Coin((fees.flatMap { $0 } + pool).prefix(claimed))
    }
    pay(coinbase, pool)
  }

  /// Spends what a transaction spends; gives its fee, nil where that is unknown.
  private mutating func spend(_ tx: Int) -> Coin? {
    let inputs = world.transactions[tx].inputs
    var incoming: Coin = []
    let stopsHere =
      ReferenceTracer(world, question).isCoinJoin(tx)
      && question.stops.contains { if case .coinJoins = $0 { true } else { false } }
    for case let input? in inputs {
      let coin = coins[input] ?? []
      incoming += stopsHere || stopped.contains(input) ? coin.map { _ in nil } : coin
    }
    if inputs.contains(nil) {
      let sum = Int(world.transactions[tx].outputs.reduce(0, +))
      pay(tx, Coin(repeating: nil, count: sum))
      return nil
    }
    let fee = pay(tx, incoming)
    if let label = label(.fee(tx)) {
      return fee.map { _ in Way(label: label, places: [.fee(tx)]) }
    }
    return fee.map { $0.map { Way(label: $0.label, places: $0.places + [.fee(tx)]) } }
  }

  /// Deals satoshis to a transaction's outputs; gives what is left.
  @discardableResult
  private mutating func pay(_ tx: Int, _ incoming: Coin) -> Coin {
    let outputs = world.transactions[tx].outputs
    var dealt = outputs.map { _ in Coin() }
    var left = question.policy == .lifo ? incoming.reversed() : incoming
    if question.policy == .tiho {
      var tainted = incoming.filter { $0 != nil }
      let order = outputs.indices.sorted { (-outputs[$0], $0) < (-outputs[$1], $1) }
      for vout in order {
        let count = min(tainted.count, Int(outputs[vout]))
        let clean = Coin(repeating: nil, count: Int(outputs[vout]) - count)
        dealt[vout] = Coin(tainted.prefix(count)) + clean
        tainted.removeFirst(count)
      }
      let rest = incoming.count - Int(outputs.reduce(0, +))
      left = tainted + Coin(repeating: nil, count: rest - tainted.count)
    } else {
      for vout in outputs.indices {
        dealt[vout] = Coin(left.prefix(Int(outputs[vout])))
        left.removeFirst(Int(outputs[vout]))
      }
    }
    for vout in outputs.indices { make(World.Ref(tx: tx, vout: vout), dealt[vout]) }
    return left
  }

  private mutating func make(_ ref: World.Ref, _ coin: Coin) {
    let place = Place.output(ref)
    if let label = label(.output(ref)) {
      coins[ref] = coin.map { _ in Way(label: label, places: [place]) }
      return
    }
    coins[ref] = coin.map { $0.map { Way(label: $0.label, places: $0.places + [place]) } }
    if ReferenceTracer(world, question).line(at: ref) != nil { stopped.insert(ref) }
  }

  /// How many satoshis of an output went each way.
  func ways(to ref: World.Ref) -> [Way: Int64] {
    var ways: [Way: Int64] = [:]
    for case let way? in coins[ref] ?? [] { ways[way, default: 0] += 1 }
    return ways
  }
}
