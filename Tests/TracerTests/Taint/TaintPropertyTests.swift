import Bitcoin
import TestSupport
import Testing

@testable import Tracer

/// The tracer against the reference, over many small worlds.
@Suite("Taint against the reference tracer")
struct TaintPropertyTests {
  #if DEBUG
    /// Worlds of each batch; the batches are so many test cases.
    static let worldsPerBatch: UInt64 = 25
    /// The most satoshis of a coin in the tiny worlds.
    static let largestCoin: Int64 = 1
  #else
    /// Worlds of each batch; the batches are so many test cases.
    static let worldsPerBatch: UInt64 = 500
    /// The most satoshis of a coin in the tiny worlds.
    static let largestCoin: Int64 = 2
  #endif

  @Test("the tracer and the reference agree on random worlds", arguments: Seeds.of(0..<UInt64(24)))
  func randomWorldsAgree(batch: UInt64) throws {
    for offset in 0..<TaintPropertyTests.worldsPerBatch {
      let seed = batch * TaintPropertyTests.worldsPerBatch + offset
      var maker = RandomWorld(seed: seed)
      var question = maker.makeQuestion()
      let columns = WorldColumns(maker.world)
      for fees in FeeHandling.allCases {
        question.fees = fees
        // All policies in one pass, in another order each time; now and then one policy alone.
        let first = Int(seed % 5)
        var policies = TaintPolicy.allCases[first...] + TaintPolicy.allCases[..<first]
        if seed.isMultiple(of: 4) { policies = policies.prefix(1) }
        let answers = try columns.trace(question, policies: Array(policies))
        #expect(answers.count == policies.count)
        for (policy, answer) in zip(policies, answers) {
          question.policy = policy
          let expected = ReferenceTracer.trace(maker.world, question)
          if answer != expected {
            Issue.record(
              "seed \(seed), \(policy), fees \(fees): \(answer) where the reference has \(expected)"
            )
            return
          }
          if policy.isConserving { checkLaw(answer, seed) }
        }
      }
    }
  }

  /// The law of conservation, counted again here.
  private func checkLaw(_ answer: Answer, _ seed: UInt64) {
    var found = Answer.Share()
    for (name, share) in answer.totals where name != "sources" {
      found.tainted += share.tainted
      for (label, amount) in share.byLabel { found.byLabel[label, default: 0] += amount }
    }
    #expect(found == answer.totals["sources"], "seed \(seed)")
  }

  @Test("runs and shares grow with the values, however large", arguments: Seeds.of(0..<UInt64(300)))
  func scalingAgrees(seed: UInt64) throws {
    // 21 million bitcoins lie between the products that 64 bits can hold and those that they cannot.
    let factor: Int64 = 1_234_567_890_123
    var maker = RandomWorld(seed: seed)
    var question = maker.makeQuestion()
    question.fees = .sink
    let small = WorldColumns(maker.world)
    let large = WorldColumns(maker.world.scaled(by: factor))
    for policy in [TaintPolicy.poison, .fifo, .lifo, .tiho] {
      question.policy = policy
      let expected = try small.trace(question)
      let answer = try large.trace(question)
      #expect(answer.unspent.count == expected.unspent.count, "seed \(seed), \(policy)")
      for (ref, share) in expected.unspent {
        #expect(
          answer.unspent[ref]?.tainted == share.tainted * factor, "seed \(seed), \(policy), \(ref)")
      }
      let fees = (answer.totals["fees"], expected.totals["fees"])
      #expect(fees.0?.tainted == (fees.1?.tainted ?? 0) * factor, "seed \(seed), \(policy)")
    }
    // Haircut rounds, so that its shares lie within a satoshi a step of the scaled ones.
    question.policy = .haircut
    _ = try large.trace(question)
  }

  @Test("every tiny world agrees with the reference", arguments: TaintPolicy.allCases)
  func exhaustively(policy: TaintPolicy) throws {
    var asked = 0
    for first in 0...TaintPropertyTests.largestCoin {
      for second in 0...TaintPropertyTests.largestCoin {
        for shape in TinyShape.all(of: first + second) {
          asked += try shape.check(first, second, policy)
        }
      }
    }
    #expect(asked > 1_000)
  }
}

/// Two coins put together and paid out, one of the outputs paid on: every way of doing so.
struct TinyShape {
  var isSwapped: Bool
  var middle: [Int64]
  var spends: [Int]
  var last: [Int64]

  /// All shapes over `value` satoshis.
  static func all(of value: Int64) -> [TinyShape] {
    var shapes: [TinyShape] = []
    for isSwapped in [false, true] {
      for left in 0...value {
        for right in 0...(value - left) {
          for spends in [[0], [1], [1, 0]] {
            let incoming = spends.map { [left, right][$0] }.reduce(0, +)
            for paid in 0...incoming {
              shapes.append(
                TinyShape(
                  isSwapped: isSwapped, middle: [left, right], spends: spends,
                  last: [paid, (incoming - paid) / 2]))
            }
          }
        }
      }
    }
    return shapes
  }

  /// Asks about the shape with one or both coins tainted, fees sunk and followed.
  func check(_ first: Int64, _ second: Int64, _ policy: TaintPolicy) throws -> Int {
    var world = World()
    // Subsidies of 0 satoshis from the 33rd halving on; two coins are left from before.
    world.network.subsidyHalvingInterval = 1
    for height in 0..<33 { world.mine([height == 0 ? first : height == 1 ? second : 0]) }
    let coins = [World.Ref(tx: 0, vout: 0), World.Ref(tx: 1, vout: 0)]
    let fee = first + second - middle.reduce(0, +)
    let incoming = spends.map { middle[$0] }.reduce(0, +)
    let tx = World.Tx(inputs: isSwapped ? coins.reversed() : coins, outputs: middle)
    let next = World.Tx(
      inputs: spends.map { World.Ref(tx: 34, vout: $0) }, outputs: last)
    world.mine([fee / 2, fee - fee / 2 + incoming - last.reduce(0, +)], [tx, next])
    let columns = WorldColumns(world)
    var asked = 0
    for labels in [["a", nil], [nil, "a"], ["a", "a"], ["a", "b"], ["b", "a"]] as [[String?]] {
      var question = Question(sources: [], policy: policy)
      for (coin, label) in zip(coins, labels) {
        if let label { question.sources.append(.init(target: .output(coin), label: label)) }
      }
      for fees in FeeHandling.allCases {
        question.fees = fees
        let answer = try columns.trace(question)
        let expected = ReferenceTracer.trace(world, question)
        if answer != expected {
          Issue.record("\(self), \(question): \(answer) where the reference has \(expected)")
        }
        asked += 1
      }
    }
    return asked
  }
}
