import Bitcoin
import Ledger
import TestSupport
import Testing

@testable import Tracer

/// The ways back to the sources, over many small worlds.
@Suite("Explanations against the reference")
struct ExplainPropertyTests {
  #if DEBUG
    static let worldsPerBatch: UInt64 = 10
  #else
    static let worldsPerBatch: UInt64 = Seeds.isLong ? 200 : 100
  #endif

  @Test(
    "each satoshi's way is the one that the reference wrote down",
    arguments: Seeds.of(0..<UInt64(10)))
  func waysAgree(batch: UInt64) throws {
    for offset in 0..<ExplainPropertyTests.worldsPerBatch {
      let seed = 500_000 + batch * ExplainPropertyTests.worldsPerBatch + offset
      var maker = RandomWorld(seed: seed)
      var question = maker.makeQuestion()
      let columns = WorldColumns(maker.world)
      for policy in [TaintPolicy.fifo, .lifo, .tiho] {
        for fees in FeeHandling.allCases {
          question.policy = policy
          question.fees = fees
          let reference = ReferencePaths(maker.world, question)
          for ref in reference.coins.keys.sorted() {
            let expected = reference.ways(to: ref)
            if expected.isEmpty && !ref.tx.isMultiple(of: 3) { continue }
            let found = try columns.explain(ref, question, paths: 10_000)
            if found.ways != expected {
              Issue.record(
                "seed \(seed), \(policy), fees \(fees), \(ref): \(found.ways) not \(expected)")
              return
            }
            #expect(found.rest == 0, "seed \(seed)")
            // The first path alone is one of them, whole.
            let first = try columns.explain(ref, question, paths: 1)
            for (way, amount) in first.ways { #expect(expected[way] == amount, "seed \(seed)") }
            #expect(first.ways.count == Set(expected.keys.map(\.label)).count, "seed \(seed)")
            #expect(
              first.rest + first.ways.values.reduce(0, +) == expected.values.reduce(0, +),
              "seed \(seed)")
          }
        }
      }
    }
  }

  @Test(
    "every way leads from a source of its label, step by step, and the ways add up",
    arguments: Seeds.of(0..<UInt64(10)))
  func waysHold(batch: UInt64) throws {
    for offset in 0..<ExplainPropertyTests.worldsPerBatch {
      let seed = 600_000 + batch * ExplainPropertyTests.worldsPerBatch + offset
      var maker = RandomWorld(seed: seed)
      var question = maker.makeQuestion()
      let columns = WorldColumns(maker.world)
      for policy in TaintPolicy.allCases {
        question.policy = policy
        question.fees = offset.isMultiple(of: 2) ? .follow : .sink
        let answer = try columns.trace(question)
        for (ref, share) in answer.unspent.sorted(by: { $0.key < $1.key }) {
          let found = try columns.explain(ref, question, paths: 200)
          #expect(found.carried == share.byLabel, "seed \(seed), \(policy), \(ref)")
          if policy.isConserving {
            #expect(
              found.rest + found.ways.values.reduce(0, +) == share.tainted,
              "seed \(seed), \(policy), \(ref)")
          }
          for way in found.ways.keys {
            #expect(isLinked(way, maker.world, question), "seed \(seed), \(policy), \(way)")
          }
        }
      }
    }
  }

  /// Whether a way begins at a source and each place on it is paid by what spends the one before.
  private func isLinked(
    _ way: ReferencePaths.Way, _ world: World, _ question: Question
  ) -> Bool {
    func spends(_ tx: Int, _ place: ReferencePaths.Place) -> Bool {
      switch place {
      case .output(let ref): world.transactions[tx].inputs.contains(ref)
      case .fee(let payer): world.blocks.contains { $0[0] == tx && $0.contains(payer) }
      }
    }
    let isSource = question.sources.contains { source in
      source.label == way.label && way.places[0] == source.place
    }
    let isJoined = zip(way.places, way.places.dropFirst()).allSatisfy { from, to in
      switch to {
      case .output(let ref): spends(ref.tx, from)
      case .fee(let tx): spends(tx, from)
      }
    }
    return isSource && isJoined
  }
}

extension Question.Source {
  /// The source as a place on a way.
  var place: ReferencePaths.Place {
    switch target {
    case .output(let ref): .output(ref)
    case .fee(let tx): .fee(tx)
    }
  }
}

extension WorldColumns {
  /// The ways to an output of all labels, what they leave out, and what the output carries.
  struct Explained {
    var ways: [ReferencePaths.Way: Int64] = [:]
    var rest: Int64 = 0
    var carried: [String: Int64] = [:]
  }

  /// What the tracer says of the ways to an output.
  func explain(_ ref: World.Ref, _ question: Question, paths: Int) throws -> Explained {
    let columns = flowColumns
    var plan = try plan(question, columns, keepsPassage: true)
    plan.end(at: columns.height(of: ref.tx), columns)
    let memory = try TaintPass.memory(of: plan, columns) {
      isUnspendable($0)
    }
    var search = PathSearch(memory, pathCount: paths)
    var explained = Explained()
    for origin in try search.origins(of: row(ref).position, columns) {
      let label = plan.labels[origin.carried.label]
      explained.carried[label] = origin.carried.amount.rawValue
      explained.rest += origin.rest.rawValue
      for path in origin.paths {
        let places = path.steps.map { step -> ReferencePaths.Place in
          switch step.target {
          case .output(let output): .output(refs[output.position])
          case .fee(let transaction): .fee(transaction.position)
          }
        }
        explained.ways[ReferencePaths.Way(label: label, places: places), default: 0] +=
          path.amount.rawValue
      }
    }
    return explained
  }
}
