import Bitcoin
import Ledger
import TestSupport
import Testing
import Tracer

/// Chains of a few payments, and who seems to hold what in them.
@Suite("Clusters")
struct ClustersTests {
  private static func script(_ number: Int) -> ScriptPubKey { ChainBuilder.script(number) }

  /// A chain whose second block pays an equal coin to each of scripts 1 to `count`.
  private static func funded(_ count: Int) -> (ChainBuilder, [OutPoint]) {
    var chain = ChainBuilder()
    let coin = chain.addBlock().coinbaseOutPoint
    let value = Satoshi(5_000_000_000 / Int64(count))
    let split = ChainBuilder.transaction(
      spending: [coin], paying: (1...count).map { (value, script($0)) })
    chain.addBlock([split])
    return (chain, (0..<count).map { split.outPoint($0) })
  }

  /// The rows of scripts 1 to `count`.
  private static func rows(_ count: Int, _ ledger: borrowing ChainLedger) throws -> [ScriptIndex] {
    var rows: [ScriptIndex] = []
    for number in 1...count {
      let row = ledger.script(script(number))
      rows.append(try #require(row))
    }
    return rows
  }

  @Test("scripts spent together are one cluster, named by the first, and others stay alone")
  func joinsInputs() throws {
    var (chain, coins) = ClustersTests.funded(6)
    let value = Satoshi(5_000_000_000 / 6)
    chain.addBlock([
      ChainBuilder.transaction(
        spending: [coins[3], coins[1]], paying: [(value, ClustersTests.script(7))]),
      ChainBuilder.transaction(
        spending: [coins[4], coins[2]], paying: [(value, ClustersTests.script(8))]),
    ])
    let world = try chain.makeLedger()
    let scriptCount = world.ledger.scriptCount
    let set = try Clusters.multiInput(world.ledger)
    let rows = try ClustersTests.rows(8, world.ledger)
    #expect(set.cluster(of: rows[3]) == rows[1])
    #expect(set.cluster(of: rows[1]) == rows[1])
    #expect(set.areTogether(rows[4], rows[2]))
    #expect(!set.areTogether(rows[1], rows[2]))
    #expect(set.members(of: rows[1]) == [rows[1], rows[3]])
    #expect(set.members(of: rows[3]).isEmpty)
    #expect(set.members(of: rows[0]) == [rows[0]])
    #expect(set.count == scriptCount - 2)
    #expect(set.scriptCount == scriptCount)
    #expect((0..<set.count).map { set.size(at: $0) }.reduce(0, +) == scriptCount)
    let all = (0..<set.count).flatMap { set.members(at: $0) }
    #expect(Set(all).count == scriptCount)
    #expect((1..<set.count).allSatisfy { set.cluster(at: $0 - 1) < set.cluster(at: $0) })
  }

  @Test("evidence chains through several transactions, and ends with the height asked for")
  func chainsEvidence() throws {
    var (chain, coins) = ClustersTests.funded(4)
    let value = Satoshi(100)
    let first = ChainBuilder.transaction(
      spending: [coins[0], coins[1]], paying: [(value, ClustersTests.script(2))])
    chain.addBlock([first])
    chain.addBlock([
      ChainBuilder.transaction(
        spending: [first.outPoint(0), coins[3]], paying: [(value, ClustersTests.script(9))])
    ])
    let world = try chain.makeLedger()
    let scriptCount = world.ledger.scriptCount
    let rows = try ClustersTests.rows(4, world.ledger)
    let set = try Clusters.multiInput(world.ledger)
    #expect(set.members(of: rows[0]) == [rows[0], rows[1], rows[3]])
    let earlier = try Clusters.multiInput(world.ledger, until: 3)
    #expect(earlier.members(of: rows[0]) == [rows[0], rows[1]])
    let none = try Clusters.multiInput(world.ledger, until: 2)
    #expect(none.count == scriptCount)
  }

  @Test("the inputs of a CoinJoin are not put together, unless asked for")
  func leavesCoinJoinsOut() throws {
    var (chain, coins) = ClustersTests.funded(3)
    let equal = Satoshi(1_000_000_000)
    // Five outputs, so three who take part, and three of the same value.
    chain.addBlock([
      ChainBuilder.transaction(
        spending: coins,
        paying: [equal, equal, equal, Satoshi(600_000_000), Satoshi(600_000_001)].enumerated().map {
          ($0.element, ClustersTests.script(20 + $0.offset))
        })
    ])
    let world = try chain.makeLedger()
    let scriptCount = world.ledger.scriptCount
    let rows = try ClustersTests.rows(3, world.ledger)
    let set = try Clusters.multiInput(world.ledger)
    #expect(set.count == scriptCount)
    let joined = try Clusters.multiInput(world.ledger, keepsCoinJoins: true)
    #expect(joined.members(of: rows[0]) == rows)
  }

  /// A transaction that is, or nearly is, a CoinJoin.
  struct Shape: CustomTestStringConvertible {
    var name: String
    /// Which of four coins it spends, the first and the last of one script.
    var inputs: [Int]
    var outputs: [Int64]
    var isCoinJoin = false
    var testDescription: String { name }
  }

  static let shapes = [
    Shape(name: "three of five", inputs: [0, 1, 2], outputs: [9, 9, 9, 1, 2], isCoinJoin: true),
    Shape(name: "two of three", inputs: [0, 1], outputs: [9, 9, 1], isCoinJoin: true),
    Shape(name: "two of four", inputs: [0, 1], outputs: [9, 9, 1, 2], isCoinJoin: true),
    Shape(name: "two pairs", inputs: [0, 1], outputs: [9, 9, 8, 8], isCoinJoin: true),
    Shape(name: "four of five", inputs: [0, 1, 2], outputs: [9, 9, 9, 9, 1]),
    Shape(name: "two of five", inputs: [0, 1, 2], outputs: [9, 9, 3, 1, 2]),
    Shape(name: "too few inputs", inputs: [0, 1], outputs: [9, 9, 9, 1, 2]),
    Shape(name: "two outputs", inputs: [0, 1], outputs: [9, 9]),
    Shape(name: "three inputs of two scripts", inputs: [0, 1, 3], outputs: [9, 9, 9, 1, 2]),
    Shape(name: "dust of coloured coins", inputs: [0, 1], outputs: [546, 546, 1]),
    Shape(name: "other dust", inputs: [0, 1], outputs: [2730, 2730, 1]),
    Shape(name: "dust beside a pair", inputs: [0, 1], outputs: [9, 9, 546, 546]),
  ]

  @Test("the rule of equal outputs", arguments: shapes)
  func equalOutputs(shape: Shape) throws {
    var chain = ChainBuilder()
    let coin = chain.addBlock().coinbaseOutPoint
    let split = ChainBuilder.transaction(
      spending: [coin],
      paying: [1, 2, 3, 1].map { (Satoshi(1_000_000_000), ClustersTests.script($0)) })
    chain.addBlock([
      split,
      ChainBuilder.transaction(
        spending: shape.inputs.map { split.outPoint($0) },
        paying: shape.outputs.enumerated().map {
          (Satoshi($0.element), ClustersTests.script(50 + $0.offset))
        }),
    ])
    let world = try chain.makeLedger()
    let rows = try ClustersTests.rows(3, world.ledger)
    let set = try Clusters.multiInput(world.ledger)
    #expect(set.areTogether(rows[0], rows[1]) == !shape.isCoinJoin)
  }

  @Test("a balance is what lies unspent and can be spent")
  func balances() throws {
    var (chain, coins) = ClustersTests.funded(4)
    let burnt = ScriptPubKey([0x6a, 0x01, 0x00])
    chain.addBlock([
      ChainBuilder.transaction(
        spending: [coins[0], coins[1]],
        paying: [
          (Satoshi(1_000_000_000), ClustersTests.script(1)), (Satoshi(7), burnt),
          (Satoshi(500_000_000), ClustersTests.script(3)),
        ])
    ])
    let world = try chain.makeLedger()
    let set = try Clusters.multiInput(world.ledger)
    func balance(_ script: ScriptPubKey) throws -> Int64 {
      let found = world.ledger.script(script)
      let row = try #require(found)
      let place = try #require(set.place(of: set.cluster(of: row)))
      return set.balance(at: place, in: world.ledger).rawValue
    }
    #expect(try balance(ClustersTests.script(2)) == 1_000_000_000)
    #expect(try balance(ClustersTests.script(3)) == 1_250_000_000 + 500_000_000)
    #expect(try balance(burnt) == 0)
  }
}
