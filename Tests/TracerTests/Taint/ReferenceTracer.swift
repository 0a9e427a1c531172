import Bitcoin

@testable import Tracer

/// A tracer that is as plain as the rules: every satoshi is written down, every transaction of the
/// chain is dealt, nothing is skipped or joined. It shares no code with the real one.
struct ReferenceTracer {
  /// What an output or a fee carries: for each satoshi the labels that it bears, none for a clean
  /// one. Under haircut the place of a satoshi means nothing.
  typealias Coin = [[String]]

  let world: World
  let question: Question
  private var labels: [String] = []
  private var coins: [World.Ref: Coin] = [:]
  private var answer = Answer()
  private var sourceOutputs: [World.Ref: String] = [:]
  private var sourceFees: [Int: String] = [:]
  private var coinJoinLine: String?
  /// How many transactions taint took to each output that carries it.
  private var hops: [World.Ref: Int] = [:]
  /// The same of the nearest input of the transaction at hand, and of the nearest fee of the block.
  private var nearest: Int?
  private var nearestFee: Int?

  init(_ world: World, _ question: Question) {
    self.world = world
    self.question = question
    for source in question.sources {
      if !labels.contains(source.label) { labels.append(source.label) }
      switch source.target {
      case .output(let ref): sourceOutputs[ref] = source.label
      case .fee(let tx): sourceFees[tx] = source.label
      }
    }
    for (number, stop) in question.stops.enumerated() {
      let line = "\(number % Question.lineCount)"
      answer.stopped[line] = [:]
      answer.stopTotals[line] = Answer.Share()
      if case .coinJoins = stop, coinJoinLine == nil { coinJoinLine = line }
    }
    for name in [
      "sources", "unspent", "fees", "unspendable", "unclaimed", "superseded", "stopped",
    ] {
      answer.totals[name] = Answer.Share()
    }
  }

  static func trace(_ world: World, _ question: Question) -> Answer {
    var tracer = ReferenceTracer(world, question)
    return tracer.run()
  }

  private mutating func run() -> Answer {
    let until = min(question.until ?? world.blocks.count - 1, world.blocks.count - 1)
    for height in 0...until {
      var fees: [Coin]? = []
      nearestFee = nil
      for tx in world.blocks[height].dropFirst() {
        let fee = spend(tx)
        if let fee, fees != nil { fees?.append(fee) } else { fees = drop(fees, fee) }
      }
      let coinbase = world.blocks[height][0]
      var subsidy = Int64(5_000_000_000)
      for _ in 0..<(height / world.network.subsidyHalvingInterval) { subsidy /= 2 }
      if question.fees == .follow {
        deal(coinbase, fees, subsidy: Int(subsidy))
      } else {
        for vout in world.transactions[coinbase].outputs.indices {
          make(World.Ref(tx: coinbase, vout: vout), coin: nil)
        }
        if question.fees == .sink, let fees {
          for fee in fees { book(fee, as: "fees") }
        }
      }
    }
    for (ref, coin) in coins where coin.contains(where: { !$0.isEmpty }) {
      if world.unspendable.contains(ref) {
        answer.unspendable[ref] = share(coin)
        book(coin, as: "unspendable")
      } else {
        answer.unspent[ref] = share(coin)
        answer.hops[ref] = hops[ref]
        book(coin, as: "unspent")
      }
    }
    return answer
  }

  /// A block has an unknown fee: under `follow` all known ones are stopped. (Under `sink` each is a
  /// fee as any other.)
  private mutating func drop(_ fees: [Coin]?, _ fee: Coin?) -> [Coin]? {
    for coin in (fees ?? []) + (fee.map { [$0] } ?? []) {
      book(coin, as: question.fees == .sink ? "fees" : "stopped")
    }
    return nil
  }

  /// Makes an output that was dealt `coin` (nil: clean).
  private mutating func make(_ ref: World.Ref, coin: Coin?) {
    let value = Int(world.value(ref))
    let coin = coin ?? Coin(repeating: [], count: value)
    precondition(coin.count == value)
    let isTainted = coin.contains { !$0.isEmpty }
    if let label = sourceOutputs[ref] {
      if isTainted {
        answer.superseded[ref] = share(coin)
        book(coin, as: "superseded")
      }
      coins[ref] = Coin(repeating: [label], count: value)
      hops[ref] = 0
      book(Coin(repeating: [label], count: value), as: "sources")
    } else if isTainted, let line = line(at: ref) {
      stop(coin, at: ref, line: line)
      coins[ref] = Coin(repeating: [], count: value)
    } else {
      coins[ref] = coin
      if isTainted { hops[ref] = (nearest ?? -100) + 1 }
    }
  }

  /// Deals a transaction; gives its fee, nil where that is unknown.
  private mutating func spend(_ tx: Int) -> Coin? {
    let transaction = world.transactions[tx]
    var incoming: Coin = []
    var isUnknown = false
    nearest = nil
    let joinLine = isCoinJoin(tx) ? coinJoinLine : nil
    for input in transaction.inputs {
      if let input {
        var coin = coins[input] ?? []
        if let joinLine, coin.contains(where: { !$0.isEmpty }) {
          stop(coin, at: input, line: joinLine)
          coin = Coin(repeating: [], count: coin.count)
        }
        incoming += coin
        if coin.contains(where: { !$0.isEmpty }), let far = hops[input] {
          nearest = min(nearest ?? far, far)
        }
        coins[input] = nil
      } else {
        isUnknown = true
      }
    }
    if isUnknown {
      book(incoming, as: "stopped")
      for vout in transaction.outputs.indices {
        make(World.Ref(tx: tx, vout: vout), coin: nil)
      }
      return nil
    }
    var dealt = deal(incoming, to: transaction.outputs)
    var fee = dealt.removeLast()
    for (vout, coin) in dealt.enumerated() { make(World.Ref(tx: tx, vout: vout), coin: coin) }
    if let label = sourceFees[tx] {
      book(fee, as: "superseded")
      fee = Coin(repeating: [label], count: fee.count)
      book(fee, as: "sources")
      nearest = -1
    }
    if fee.contains(where: { !$0.isEmpty }), let nearest {
      nearestFee = min(nearestFee ?? nearest + 1, nearest + 1)
    }
    return fee
  }

  /// Deals the coinbase of a block under `follow`.
  private mutating func deal(_ tx: Int, _ fees: [Coin]?, subsidy: Int) {
    let outputs = world.transactions[tx].outputs
    nearest = nearestFee
    guard let fees else {
      for vout in outputs.indices { make(World.Ref(tx: tx, vout: vout), coin: nil) }
      return
    }
    let claimed = Int(outputs.reduce(0, +))
    // The pool is cut to what is claimed, so more clean satoshis than that cannot matter.
    let minted = Coin(repeating: [], count: min(subsidy, claimed))
    let collected = fees.flatMap { fee in
      question.policy == .haircut
        ? fee.filter { !$0.isEmpty } + fee.filter { $0.isEmpty } : fee
    }
    let isMintedFirst = question.policy == .poison || question.policy == .haircut
    let pool = isMintedFirst ? minted + collected : collected + minted
    book(Coin(pool.dropFirst(claimed)), as: "unclaimed")
    var kept = Coin(pool.prefix(claimed))
    if question.policy == .poison, !kept.isEmpty {
      let reaching = labels.filter { label in collected.contains { $0.contains(label) } }
      kept = Coin(repeating: reaching, count: kept.count)
    }
    let dealt = deal(kept, to: outputs)
    for vout in outputs.indices { make(World.Ref(tx: tx, vout: vout), coin: dealt[vout]) }
  }

  /// Deals satoshis to outputs; the last coin of the result is the fee's.
  private func deal(_ incoming: Coin, to outputs: [Int64]) -> [Coin] {
    let lengths = outputs.map { Int($0) } + [incoming.count - Int(outputs.reduce(0, +))]
    switch question.policy {
    case .fifo: return split(incoming, lengths)
    case .lifo: return split(incoming.reversed(), lengths)
    case .poison:
      let reaching = labels.filter { label in incoming.contains { $0.contains(label) } }
      return lengths.map { Coin(repeating: reaching, count: $0) }
    case .tiho:
      var left = incoming.filter { !$0.isEmpty }
      var dealt = lengths.map { _ in Coin() }
      let order = outputs.indices.sorted { (outputs[$1], $0) < (outputs[$0], $1) }
      for index in order + [outputs.count] {
        let taken = min(left.count, lengths[index])
        dealt[index] =
          Coin(left.prefix(taken)) + Coin(repeating: [], count: lengths[index] - taken)
        left.removeFirst(taken)
      }
      return dealt
    case .haircut:
      var undealt = labels.map { label in incoming.count { $0 == [label] } }
      let value = incoming.count
      let tainted = undealt.reduce(0, +)
      var dealt: [Coin] = []
      var running = 0
      for length in lengths.dropLast() {
        let before = value == 0 ? 0 : tainted * running / value
        running += length
        let share = value == 0 ? 0 : tainted * running / value - before
        let rest = undealt.reduce(0, +)
        var coin = Coin()
        var sum = 0
        for label in labels.indices where rest > 0 {
          let from = share * sum / rest
          sum += undealt[label]
          let part = share * sum / rest - from
          coin += Coin(repeating: [labels[label]], count: part)
        }
        for label in labels.indices { undealt[label] -= coin.count { $0 == [labels[label]] } }
        coin += Coin(repeating: [], count: length - coin.count)
        dealt.append(coin)
      }
      var fee = Coin()
      for label in labels.indices {
        fee += Coin(repeating: [labels[label]], count: undealt[label])
      }
      fee += Coin(repeating: [], count: lengths[outputs.count] - fee.count)
      return dealt + [fee]
    }
  }

  private func split(_ incoming: Coin, _ lengths: [Int]) -> [Coin] {
    var left = incoming[...]
    return lengths.map { length in
      defer { left = left.dropFirst(length) }
      return Coin(left.prefix(length))
    }
  }

  private func share(_ coin: Coin) -> Answer.Share {
    var share = Answer.Share()
    for satoshi in coin where !satoshi.isEmpty {
      share.tainted += 1
      for label in satoshi { share.byLabel[label, default: 0] += 1 }
    }
    return share
  }

  private mutating func book(_ coin: Coin, as name: String) {
    let added = share(coin)
    answer.totals[name]?.tainted += added.tainted
    for (label, amount) in added.byLabel {
      answer.totals[name]?.byLabel[label, default: 0] += amount
    }
  }

  /// Books a coin on the line of a stop.
  private mutating func stop(_ coin: Coin, at ref: World.Ref, line: String) {
    let stopped = share(coin)
    answer.stopped[line]?[ref] = stopped
    answer.stopTotals[line]?.tainted += stopped.tainted
    for (label, amount) in stopped.byLabel {
      answer.stopTotals[line]?.byLabel[label, default: 0] += amount
    }
    book(coin, as: "stopped")
  }
}
