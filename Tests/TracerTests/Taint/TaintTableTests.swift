import Bitcoin
import Testing

@testable import Tracer

/// The rules by hand: the worked examples of docs/taint.md, and what surrounds them.
@Suite("Taint by hand")
struct TaintTableTests {
  typealias Share = Answer.Share

  private static func share(_ byLabel: KeyValuePairs<String, Int64>) -> Share {
    var share = Share()
    for (label, amount) in byLabel where amount > 0 {
      share.byLabel[label] = amount
      share.tainted += amount
    }
    return share
  }

  private static func all(_ value: Int64, _ labels: [String]) -> Share {
    var share = Share(tainted: value)
    for label in labels { share.byLabel[label] = value }
    return share
  }

  /// A world whose coinbases at heights 0, 1, 2… are these coins, up to a block whose subsidy is 9
  /// satoshis, which is still to be mined.
  private static func world(coins: [Int64]) -> World {
    var world = World()
    world.network.subsidyHalvingInterval = 1
    for height in 0..<29 { world.mine([height < coins.count ? coins[height] : 0]) }
    return world
  }

  private static func coin(_ height: Int) -> World.Ref { World.Ref(tx: height, vout: 0) }

  private static func source(_ ref: World.Ref, _ label: String) -> Question.Source {
    Question.Source(target: .output(ref), label: label)
  }

  // MARK: - One transaction

  /// What a policy makes of 4 red, 3 clean and 5 blue satoshis, dealt to outputs of 5 and 6 and a fee
  /// of 1.
  struct Dealing: CustomTestStringConvertible {
    var policy: TaintPolicy
    var first: Share
    var second: Share
    var fee: Share
    var testDescription: String { policy.rawValue }
  }

  static let dealings = [
    Dealing(
      policy: .poison, first: all(5, ["red", "blue"]), second: all(6, ["red", "blue"]),
      fee: all(1, ["red", "blue"])),
    Dealing(
      policy: .haircut, first: share(["red": 1, "blue": 2]), second: share(["red": 2, "blue": 3]),
      fee: share(["red": 1])),
    Dealing(
      policy: .fifo, first: share(["red": 4]), second: share(["blue": 4]),
      fee: share(["blue": 1])),
    Dealing(
      policy: .lifo, first: share(["blue": 5]), second: share(["red": 3]), fee: share(["red": 1])),
    Dealing(
      policy: .tiho, first: share(["blue": 3]), second: share(["red": 4, "blue": 2]), fee: Share()),
  ]

  @Test("one transaction", arguments: dealings)
  func oneTransaction(dealing: Dealing) throws {
    var world = TaintTableTests.world(coins: [4, 3, 5])
    let inputs = [0, 1, 2].map { TaintTableTests.coin($0) }
    world.mine([0], [World.Tx(inputs: inputs, outputs: [5, 6])])
    let question = Question(
      sources: [
        TaintTableTests.source(inputs[0], "red"), TaintTableTests.source(inputs[2], "blue"),
      ], policy: dealing.policy)
    let answer = try WorldColumns(world).trace(question)
    var expected = [World.Ref(tx: 30, vout: 0): dealing.first]
    expected[World.Ref(tx: 30, vout: 1)] = dealing.second
    #expect(answer.unspent == expected)
    #expect(answer.totals["fees"] == dealing.fee)
    #expect(answer.totals["sources"] == TaintTableTests.share(["red": 4, "blue": 5]))
  }

  // MARK: - A coinbase

  /// What a policy makes of a subsidy of 9, a fee of 3 with 2 red satoshis and one of 2 blue ones,
  /// where the miner pays himself 8 and 4 and leaves 2.
  struct Pool: CustomTestStringConvertible {
    var policy: TaintPolicy
    var first: Share
    var second: Share
    var unclaimed: Share
    var testDescription: String { policy.rawValue }
  }

  static let pools = [
    Pool(
      policy: .poison, first: all(8, ["red", "blue"]), second: all(4, ["red", "blue"]),
      unclaimed: share(["blue": 2])),
    Pool(
      policy: .haircut, first: share(["red": 1]), second: share(["red": 1]),
      unclaimed: share(["blue": 2])),
    Pool(
      policy: .fifo, first: share(["red": 2, "blue": 2]), second: Share(), unclaimed: Share()),
    Pool(
      policy: .lifo, first: share(["blue": 1]), second: share(["red": 2, "blue": 1]),
      unclaimed: Share()),
    Pool(
      policy: .tiho, first: share(["red": 2, "blue": 2]), second: Share(), unclaimed: Share()),
  ]

  @Test("a coinbase that collects fees", arguments: pools)
  func coinbase(pool: Pool) throws {
    var world = TaintTableTests.world(coins: [2, 1, 2])
    let inputs = [0, 1, 2].map { TaintTableTests.coin($0) }
    world.mine(
      [8, 4],
      [
        World.Tx(inputs: [inputs[0], inputs[1]], outputs: [0]),
        World.Tx(inputs: [inputs[2]], outputs: [0]),
      ])
    var question = Question(
      sources: [
        TaintTableTests.source(inputs[0], "red"), TaintTableTests.source(inputs[2], "blue"),
      ], policy: pool.policy)
    question.fees = .follow
    let answer = try WorldColumns(world).trace(question)
    let outputs = [(0, pool.first), (1, pool.second)].filter { $0.1.tainted > 0 }
    #expect(
      answer.unspent
        == Dictionary(
          uniqueKeysWithValues: outputs.map { (World.Ref(tx: 29, vout: $0.0), $0.1) }))
    #expect(answer.totals["unclaimed"] == pool.unclaimed)
    #expect(answer.totals["fees"] == Share())
  }

  // MARK: - What surrounds a transaction

  /// A coin of 10 that is dealt to 6 and 4, the 4 of which are dealt to 3 and a fee of 1.
  private static func chain() -> World {
    var world = world(coins: [10])
    world.mine([0], [World.Tx(inputs: [coin(0)], outputs: [6, 4])])
    world.mine([0], [World.Tx(inputs: [World.Ref(tx: 30, vout: 1)], outputs: [3])])
    return world
  }

  private static let red = source(coin(0), "red")
  private static let six = World.Ref(tx: 30, vout: 0)
  private static let four = World.Ref(tx: 30, vout: 1)
  private static let three = World.Ref(tx: 32, vout: 0)

  @Test("a source stays wholly its own", arguments: TaintPolicy.allCases)
  func superseded(policy: TaintPolicy) throws {
    let question = Question(
      sources: [TaintTableTests.source(TaintTableTests.four, "blue"), TaintTableTests.red],
      policy: policy)
    let answer = try WorldColumns(TaintTableTests.chain()).trace(question)
    #expect(
      answer.unspent == [
        TaintTableTests.six: TaintTableTests.share(["red": 6]),
        TaintTableTests.three: TaintTableTests.share(["blue": 3]),
      ])
    #expect(answer.superseded == [TaintTableTests.four: TaintTableTests.share(["red": 4])])
    #expect(answer.totals["superseded"] == TaintTableTests.share(["red": 4]))
    #expect(answer.totals["sources"] == TaintTableTests.share(["red": 10, "blue": 4]))
    #expect(answer.totals["fees"] == TaintTableTests.share(["blue": 1]))
  }

  @Test("a fee can be a source, and what it carried is superseded", arguments: TaintPolicy.allCases)
  func feeSource(policy: TaintPolicy) throws {
    var question = Question(
      sources: [TaintTableTests.red, .init(target: .fee(32), label: "blue")], policy: policy)
    let answer = try WorldColumns(TaintTableTests.chain()).trace(question)
    #expect(answer.unspent[TaintTableTests.three] == TaintTableTests.share(["red": 3]))
    #expect(answer.totals["fees"] == TaintTableTests.share(["blue": 1]))
    #expect(answer.totals["superseded"] == TaintTableTests.share(["red": 1]))
    // Alone, with no taint near it, and claimed by nobody.
    question.sources.removeFirst()
    question.fees = .follow
    let alone = try WorldColumns(TaintTableTests.chain()).trace(question)
    #expect(alone.unspent.isEmpty)
    #expect(alone.totals["unclaimed"] == TaintTableTests.share(["blue": 1]))
  }

  @Test("a trace ends with its height")
  func until() throws {
    var question = Question(sources: [TaintTableTests.red], until: 29)
    let columns = WorldColumns(TaintTableTests.chain())
    let whole = [TaintTableTests.coin(0): TaintTableTests.share(["red": 10])]
    let halfway = [
      TaintTableTests.six: TaintTableTests.share(["red": 6]),
      TaintTableTests.four: TaintTableTests.share(["red": 4]),
    ]
    #expect(try columns.trace(question).unspent == halfway)
    question.until = 28
    #expect(try columns.trace(question).unspent == whole)
    question.until = 0
    #expect(try columns.trace(question).unspent == whole)
    question.until = 1_000_000
    #expect(try columns.trace(question).unspent.keys.contains(TaintTableTests.three))
  }

  @Test("what reaches a stop goes no further, but a source at a stop starts")
  func stops() throws {
    var question = Question(
      sources: [TaintTableTests.red], stops: [.outputs([TaintTableTests.four])])
    let columns = WorldColumns(TaintTableTests.chain())
    let answer = try columns.trace(question)
    #expect(answer.unspent == [TaintTableTests.six: TaintTableTests.share(["red": 6])])
    #expect(answer.stopped == ["0": [TaintTableTests.four: TaintTableTests.share(["red": 4])]])
    #expect(answer.stopTotals == ["0": TaintTableTests.share(["red": 4])])
    #expect(answer.totals["stopped"] == TaintTableTests.share(["red": 4]))
    question.stops = [.outputs([TaintTableTests.coin(0)])]
    #expect(try columns.trace(question).totals["stopped"] == Share())
    #expect(try columns.trace(question).unspent.count == 2)
  }

  @Test(
    "what a CoinJoin spends is stopped before it, its fee among it", arguments: TaintPolicy.allCases
  )
  func coinJoin(policy: TaintPolicy) throws {
    var world = TaintTableTests.world(coins: [10, 10])
    let inputs = [TaintTableTests.coin(0), TaintTableTests.coin(1)]
    world.mine([0], [World.Tx(inputs: inputs, outputs: [8, 8, 3])])
    var question = Question(
      sources: [TaintTableTests.red], policy: policy,
      stops: [.outputs([TaintTableTests.coin(5)]), .coinJoins])
    let red = TaintTableTests.share(["red": 10])
    let columns = WorldColumns(world)
    let answer = try columns.trace(question)
    #expect(answer.unspent.isEmpty)
    #expect(answer.stopped == ["0": [:], "1": [TaintTableTests.coin(0): red]])
    #expect(answer.stopTotals == ["0": Share(), "1": red])
    #expect(answer.totals["fees"] == Share())
    // The CoinJoin's own fee starts a trace all the same, and so does what it pays.
    question.sources.append(Question.Source(target: .fee(30), label: "blue"))
    question.sources.append(TaintTableTests.source(World.Ref(tx: 30, vout: 2), "green"))
    let more = try columns.trace(question)
    #expect(more.stopTotals == answer.stopTotals)
    #expect(more.totals["fees"] == TaintTableTests.share(["blue": 1]))
    #expect(more.unspent == [World.Ref(tx: 30, vout: 2): TaintTableTests.share(["green": 3])])
  }

  @Test("the line that was named first counts, and a cluster stands for all of its scripts")
  func stopLines() throws {
    let six = TaintTableTests.six
    let script = TaintTableTests.chain().script(six)
    let columns = WorldColumns(TaintTableTests.chain())
    var question = Question(sources: [TaintTableTests.red])
    for (stops, line) in [
      ([.outputs([six]), .scripts([script])], "0"), ([.scripts([script]), .outputs([six])], "0"),
      ([.coinJoins, .cluster([16, script]), .scripts([script])], "1"),
      ([.outputs([]), .coinJoins, .cluster([script])], "2"),
    ] as [([Question.Stop], String)] {
      question.stops = stops
      let answer = try columns.trace(question)
      #expect(answer.stopTotals[line]?.tainted == 6, "\(stops)")
      #expect(answer.totals["stopped"]?.tainted == 6, "\(stops)")
    }
  }

  @Test("outputs of 0 satoshis carry nothing, whatever comes in", arguments: TaintPolicy.allCases)
  func nothing(policy: TaintPolicy) throws {
    var world = TaintTableTests.world(coins: [10])
    world.mine([0], [World.Tx(inputs: [TaintTableTests.coin(0)], outputs: [0, 10, 0])])
    let zero = World.Ref(tx: 30, vout: 0)
    world.mine([0], [World.Tx(inputs: [zero], outputs: [0])])
    let question = Question(
      sources: [TaintTableTests.red, TaintTableTests.source(zero, "blue")], policy: policy)
    let answer = try WorldColumns(world).trace(question)
    #expect(
      answer.unspent
        == [World.Ref(tx: 30, vout: 1): TaintTableTests.share(["red": 10])])
    #expect(answer.superseded.isEmpty)
  }

  @Test(
    "what enters a transaction with an unknown input is stopped", arguments: TaintPolicy.allCases)
  func unknownInput(policy: TaintPolicy) throws {
    var world = TaintTableTests.world(coins: [10])
    world.mine([0], [World.Tx(inputs: [TaintTableTests.coin(0), nil], outputs: [15])])
    let question = Question(sources: [TaintTableTests.red], policy: policy)
    let answer = try WorldColumns(world).trace(question)
    #expect(answer.unspent.isEmpty)
    #expect(answer.totals["stopped"] == TaintTableTests.share(["red": 10]))
  }

  // MARK: - What no valid chain has

  @Test("chains that break the rules are refused, with the row")
  func faults() throws {
    let coin = TaintTableTests.coin(0)
    func fault(_ make: (inout World) -> Void, fees: FeeHandling = .sink) -> (any Error)? {
      var world = TaintTableTests.world(coins: [10, 10])
      make(&world)
      var question = Question(sources: [TaintTableTests.red])
      question.fees = fees
      for policy in TaintPolicy.allCases {
        question.policy = policy
        do {
          _ = try WorldColumns(world).trace(question)
          return nil
        } catch {
          if policy == TaintPolicy.allCases.last { return error }
        }
      }
      return nil
    }
    let tooMuch = fault { $0.mine([0], [World.Tx(inputs: [coin], outputs: [6, 5])]) }
    #expect(tooMuch as? TaintFault == .outputsExceedInputs(transaction: 30))
    let greedy = fault({ $0.mine([20], [World.Tx(inputs: [coin], outputs: [0])]) }, fees: .follow)
    #expect(
      greedy as? TaintFault == .coinbaseExceedsReward(height: 29, outputs: 20, reward: 19))
    let early = fault(
      {
        let reward = World.Ref(tx: 29, vout: 0)
        $0.mine(
          [19],
          [
            World.Tx(inputs: [coin], outputs: [0]),
            World.Tx(inputs: [reward], outputs: [19]),
          ])
      }, fees: .follow)
    #expect(early as? TaintFault == .immatureCoinbase(output: 29))
    let negative = fault { $0.mine([0], [World.Tx(inputs: [coin], outputs: [-1, 11])]) }
    #expect(negative as? TaintFault == .amountOutOfRange(transaction: 30))
    let large = fault {
      $0.mine([0], [World.Tx(inputs: [coin], outputs: [2_100_000_000_000_001])])
    }
    #expect(large as? TaintFault == .amountOutOfRange(transaction: 30))
  }

  @Test("the check of the law sees a satoshi that is made, lost or that changed its label")
  func law() throws {
    func amount(_ red: Int64, _ blue: Int64) -> TaintAmount {
      TaintAmount(total: Satoshi(red + blue), byLabel: [Satoshi(red), Satoshi(blue)])
    }
    let none = amount(0, 0)
    var totals = TaintTotals(
      sources: amount(10, 5), unspent: amount(7, 0), fees: amount(1, 1), unspendable: none,
      unclaimed: amount(0, 4), superseded: amount(2, 0), stopped: none)
    try totals.check(labels: ["red", "blue"])
    totals.stopped = amount(1, 0)
    #expect(
      throws: TaintFault.notConserved(label: nil, sources: Satoshi(15), found: Satoshi(16))
    ) { try totals.check(labels: ["red", "blue"]) }
    totals.stopped = amount(1, -1)
    #expect(
      throws: TaintFault.notConserved(label: "red", sources: Satoshi(10), found: Satoshi(11))
    ) { try totals.check(labels: ["red", "blue"]) }
    #expect(
      TraceError.notConserved(label: "red", sources: Satoshi(10), found: Satoshi(11)).isBug)
    #expect(!TraceError.sumOutOfRange.isBug)
  }
}
