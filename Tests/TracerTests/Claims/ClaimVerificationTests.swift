import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("ClaimVerification")
struct ClaimVerificationTests {
  /// An exchange that forgot its wallet `old`, found 30 BTC there, and moved them offline.
  ///
  /// Height 4 joins `old` with `hot1`; 5 is a theft of 10 BTC; 6 moves the hoard to `off1` and `off2`;
  /// 7 is a miner's coin; 8 moves the miner's older coin away; 9 spends `off1`, unless it is kept.
  struct World {
    var story = Story()

    init(movesLater: Bool = false) {
      let coin: Int64 = 5_000_000_000
      story.own("hot1")
      story.own("off1", wallet: "offline")
      story.own("off2", wallet: "offline")
      story.mine("mined", for: "customer")
      story.pay(["mined"], [("in", "hot1", coin)])
      story.closeBlock(coinbase: [("minedToo", "miner", coin)])
      story.deposit("in")
      story.pay(["in"], [("a", "hot1", 2_000_000_000), ("b", "old", 3_000_000_000)])
      story.closeBlock()
      story.pay(["a", "b"], [("c", "hot1", 2_000_000_000), ("hoard", "old", 3_000_000_000)])
      story.closeBlock()
      story.pay(["c"], [("loot", "thief", 1_000_000_000), ("rest", "hot1", 1_000_000_000)])
      story.closeBlock()
      story.pay(["hoard"], [("off1", "off1", 1_000_000_000), ("off2", "off2", 2_000_000_000)])
      story.closeBlock()
      story.mine("fresh", for: "miner")
      story.pay(["minedToo"], [("moved", "miner2", coin)])
      story.closeBlock()
      if movesLater { story.pay(["off1"], [("later", "off2", 1_000_000_000)]) }
      story.closeBlock()
      story.settle()
    }

    /// The true claim, as of block 7, without proofs.
    func claim(_ ledger: borrowing ChainLedger) -> Claim {
      Claim(
        id: "true", claimant: "Exchange", text: "Found.",
        asOf: ClaimedBlock(height: 7, hash: ledger.blockHashes[7]), network: "regtest",
        coins: [.outPoint(story.outPoint("off1")), .outPoint(story.outPoint("off2"))],
        amount: Satoshi(3_000_000_000), loss: "reconcile:missing")
    }

    /// A claim with a proof for each holder, made by the key of `signer`, or of the holder itself.
    func sign(_ claim: Claim, for holders: [String], with signer: String? = nil) -> Claim {
      var claim = claim
      claim.proofs = holders.map { holder in
        ControlProof(
          kind: .signMessage, address: Story.address(holder).description,
          signature: Story.key(signer ?? holder).signMessage(claim.message, compressed: true))
      }
      return claim
    }

    func verify(_ claims: [Claim], _ ledger: borrowing ChainLedger) throws -> [ClaimReport] {
      let reconciliation = try Reconciliation.run(
        books: story.books, ledger: ledger, until: 5)
      return ClaimVerification.run(claims, ledger: ledger) { loss in
        guard loss.hasPrefix("reconcile:"),
          let finding = reconciliation.finding(named: String(loss.dropFirst(10)))
        else { throw UnknownLoss(name: loss) }
        return finding.sources
      }
    }
  }

  struct UnknownLoss: Error, CustomStringConvertible {
    let name: String
    var description: String { "no loss \(name)" }
  }

  @Test("the true claim is proven, check by check, with its path")
  func trueClaim() throws {
    let world = World()
    let made = try world.story.makeLedger()
    let claim = world.sign(world.claim(made.ledger), for: ["off1", "off2"])
    let report = try #require(try world.verify([claim], made.ledger).first)
    #expect(report.verdict == .proven)
    #expect(report.checks.map(\.kind) == ClaimCheck.Kind.allCases)
    #expect(report.checks.allSatisfy { $0.result == .pass })
    #expect(report.found == Satoshi(3_000_000_000))
    #expect(report.traced == Satoshi(3_000_000_000))
    let move = world.story.txid("off1")
    #expect(
      report.check(.loss)?.detail
        == "all 30.00000000 BTC trace to reconcile:missing by first in, first out, fees as an end; "
        + "the shortest path has 1 transaction: from \(world.story.outPoint("hoard")) over \(move) "
        + "to \(world.story.outPoint("off1"))")
    #expect(report.check(.block)?.detail == "block 7 is in the best chain, 2 blocks below its tip")
    #expect(report.check(.sum)?.detail == "the coins come to exactly 30.00000000 BTC")
    #expect(ClaimReport.limits.contains("was not checked"))
  }

  @Test("a claim by addresses stands for all that they hold at its block")
  func addresses() throws {
    let world = World(movesLater: true)
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    claim.coins = ["off1", "off2"].map { .address(Story.address($0).description) }
    claim = world.sign(claim, for: ["off1", "off2"])
    let report = try #require(try world.verify([claim], made.ledger).first)
    #expect(report.verdict == .provenSinceMoved)
    let now = try #require(report.check(.unspentNow))
    #expect(now.result == .fail)
    #expect(
      now.detail
        == "1 of 2 coins moved: \(world.story.outPoint("off1")) was spent in block 9 by transaction "
        + "\(world.story.txid("later"))")
    #expect(report.checks.filter { $0.result != .pass }.map(\.kind) == [.unspentNow])
  }

  /// A false claim, with the checks that must not pass and words that the reason must have.
  struct Fraud: CustomTestStringConvertible, Sendable {
    let name: String
    var holders = ["off1", "off2"]
    var signer: String?
    let change: @Sendable (inout Claim, Story) -> Void
    let verdict: ClaimVerdict
    let failing: [ClaimCheck.Kind]
    let reason: String
    var testDescription: String { name }
  }

  static let frauds: [Fraud] = [
    Fraud(
      name: "signature by another key", signer: "thief", change: { _, _ in }, verdict: .unproven,
      failing: [.control], reason: "over this claim's text it is that of THIEF"),
    Fraud(
      name: "proof for one of two addresses", holders: ["off1"], change: { _, _ in },
      verdict: .unproven, failing: [.control],
      reason: "control is shown for 1 of 2 coins: no proof is given for OFF2"),
    Fraud(
      name: "coins already spent", holders: ["miner"],
      change: { claim, story in
        claim.coins = [.outPoint(story.outPoint("minedToo"))]
        claim.amount = Satoshi(5_000_000_000)
        claim.asOf.height = 8
      }, verdict: .contradicted, failing: [.unspentThen, .unspentNow, .loss],
      reason: "spent by block 8 already: MINEDTOO was spent in block 8 by transaction"),
    Fraud(
      name: "an address that was empty by then", holders: ["old"],
      change: { claim, _ in
        claim.coins = [.address(Story.address("old").description)]
        claim.asOf.height = 7
      }, verdict: .contradicted,
      failing: [.unspentThen, .unspentNow, .sum, .control, .loss], reason: "OLD was empty"),
    Fraud(
      name: "coins that never belonged to the loss", holders: ["miner"],
      change: { claim, story in
        claim.coins = [.outPoint(story.outPoint("fresh"))]
        claim.amount = Satoshi(5_000_000_000)
      }, verdict: .contradicted, failing: [.loss],
      reason: "no chain of transactions leads from reconcile:missing to any of these coins"),
    Fraud(
      name: "coins made only after the block",
      change: { claim, _ in claim.asOf.height = 5 }, verdict: .contradicted,
      failing: [.coinsExist, .unspentThen, .unspentNow, .sum, .control, .loss],
      reason: "OFF1 was made only in block 6"),
    Fraud(
      name: "a coin that is not on the chain",
      change: { claim, _ in
        claim.coins.append(.outPoint(OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0)))
      }, verdict: .contradicted, failing: [.coinsExist, .sum], reason: "is not on the chain"),
    Fraud(
      name: "an address that was never paid",
      change: { claim, _ in claim.coins.append(.address(Story.address("nobody").description)) },
      verdict: .contradicted, failing: [.coinsExist, .sum], reason: "had never been paid"),
    Fraud(
      name: "right coins, wrong sum", change: { claim, _ in claim.amount = Satoshi(3_000_000_001) },
      verdict: .contradicted, failing: [.sum],
      reason: "the coins come to 30.00000000 BTC, the claim says 30.00000001 BTC"),
    Fraud(
      name: "one coin listed twice", change: { claim, _ in claim.coins.append(claim.coins[0]) },
      verdict: .contradicted, failing: [.wellFormed], reason: "it names OFF1 twice"),
    Fraud(
      name: "one coin by itself and by its address",
      change: { claim, _ in claim.coins.append(.address(Story.address("off1").description)) },
      verdict: .contradicted, failing: [.wellFormed],
      reason: "it names OFF1 by itself and by its address"),
    Fraud(
      name: "another network", change: { claim, _ in claim.network = "mainnet" },
      verdict: .contradicted, failing: [.wellFormed],
      reason: "it is about mainnet, the case about regtest"),
    Fraud(
      name: "no coins", change: { claim, _ in claim.coins = [] }, verdict: .contradicted,
      failing: [.wellFormed, .coinsExist, .unspentThen, .unspentNow, .sum, .control, .loss],
      reason: "it names no coins"),
    Fraud(
      name: "block hash and height that disagree",
      change: { claim, _ in claim.asOf.height = -6 }, verdict: .contradicted,
      failing: [
        .block, .coinsExist, .unspentThen, .unspentNow, .sum, .control, .claimedOnce, .loss,
      ],
      reason: "stands at height 6, not at 1"),
    Fraud(
      name: "a block that is not in the chain",
      change: { claim, _ in claim.asOf = ClaimedBlock(height: 7, hash: BlockHash(.zero)) },
      verdict: .contradicted,
      failing: [
        .block, .coinsExist, .unspentThen, .unspentNow, .sum, .control, .claimedOnce, .loss,
      ],
      reason: "the best chain has another block at height 7"),
    Fraud(
      name: "a block above the tip",
      change: { claim, _ in claim.asOf = ClaimedBlock(height: 70, hash: BlockHash(.zero)) },
      verdict: .contradicted,
      failing: [
        .block, .coinsExist, .unspentThen, .unspentNow, .sum, .control, .claimedOnce, .loss,
      ],
      reason: "the best chain ends at height 9 and has no block"),
    Fraud(
      name: "a loss that cannot be found", change: { claim, _ in claim.loss = "tag:nobody" },
      verdict: .unproven, failing: [.loss],
      reason: "tag:nobody could not be traced: no loss tag:nobody"),
    Fraud(
      name: "a loss from which only another part came",
      change: { claim, _ in claim.loss = "reconcile:unbooked" }, verdict: .contradicted,
      failing: [.loss], reason: "no chain of transactions leads from reconcile:unbooked"),
  ]

  @Test("each fraud is refused for its own reason", arguments: frauds)
  func fraud(_ fraud: Fraud) throws {
    let world = World()
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    claim.id = "false"
    let before = claim.asOf
    fraud.change(&claim, world.story)
    if claim.asOf.height < 0 {
      // The hash of one block with the height of another.
      claim.asOf = ClaimedBlock(height: 1, hash: made.ledger.blockHashes[-claim.asOf.height])
    } else if claim.asOf.hash == before.hash {
      claim.asOf.hash = made.ledger.blockHashes[claim.asOf.height]
    }
    claim = world.sign(claim, for: fraud.holders, with: fraud.signer)
    let report = try #require(try world.verify([claim], made.ledger).first)
    #expect(report.verdict == fraud.verdict)
    #expect(report.checks.filter { $0.result != .pass }.map(\.kind) == fraud.failing)
    let reasons = report.checks.filter { $0.result != .pass }.map { named($0.detail, world.story) }
    #expect(reasons.contains { $0.contains(fraud.reason) }, "\(reasons)")
  }

  @Test("the same coins with a copied proof: the copy is named, the true claim stays proven")
  func copiedProof() throws {
    let world = World()
    let made = try world.story.makeLedger()
    let truth = world.sign(world.claim(made.ledger), for: ["off1", "off2"])
    var copy = truth
    copy.id = "copy"
    copy.claimant = "Somebody else"
    let reports = try world.verify([copy, truth], made.ledger)
    #expect(reports.map(\.verdict) == [.unproven, .proven])
    #expect(
      named(reports[0].check(.control)?.detail ?? "", world.story)
        == "control is shown for 0 of 2 coins: 2 signatures are copied from claim true: they sign "
        + "that claim, not this one")
    #expect(reports[0].check(.claimedOnce)?.result == .pass)
    #expect(reports[1].check(.claimedOnce)?.detail.hasSuffix("also named by claim copy") == true)
  }

  @Test("two claims that both show control of one coin are both unproven")
  func rivals() throws {
    let world = World()
    let made = try world.story.makeLedger()
    let first = world.sign(world.claim(made.ledger), for: ["off1", "off2"])
    var second = world.claim(made.ledger)
    second.id = "second"
    second.coins = [.address(Story.address("off2").description)]
    second.amount = Satoshi(2_000_000_000)
    second = world.sign(second, for: ["off2"])
    let reports = try world.verify([first, second], made.ledger)
    #expect(reports.map(\.verdict) == [.unproven, .unproven])
    for (report, other) in zip(reports, ["second", "true"]) {
      let check = try #require(report.check(.claimedOnce))
      #expect(check.result == .fail)
      #expect(check.detail.contains("claim \(other) for \(world.story.outPoint("off2"))"))
    }
  }

  @Test("a part that traces to the loss is said to be one, and proves nothing more")
  func partOfLoss() throws {
    var world = World()
    world.story.pay(
      ["loot", "fresh"], [("mix1", "thief", 3_000_000_000), ("mix2", "thief", 3_000_000_000)])
    world.story.closeBlock()
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    claim.asOf = ClaimedBlock(height: 10, hash: made.ledger.blockHashes[10])
    claim.coins = [
      .outPoint(world.story.outPoint("mix1")), .outPoint(world.story.outPoint("mix2")),
    ]
    claim.amount = Satoshi(6_000_000_000)
    claim = world.sign(claim, for: ["thief"])
    let report = try #require(try world.verify([claim], made.ledger).first)
    #expect(report.verdict == .unproven)
    #expect(report.traced == Satoshi(1_000_000_000))
    let check = try #require(report.check(.loss))
    #expect(check.result == .cannotTell)
    #expect(
      check.detail.hasPrefix(
        "10.00000000 BTC of 60.00000000 BTC trace to reconcile:missing by first in, first out"))
    #expect(check.detail.contains("leads to 2 of 2 coins"))
  }

  @Test("of several chains from the loss the shortest is named")
  func shortestPath() throws {
    var world = World()
    world.story.pay(["off1"], [("long1", "x", 600_000_000), ("short", "x", 400_000_000)])
    world.story.pay(["long1"], [("long2", "y", 600_000_000)])
    world.story.pay(["long2"], [("long3", "y", 600_000_000)])
    world.story.pay(["long3", "short"], [("end", "off1", 1_000_000_000)])
    world.story.closeBlock()
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    claim.asOf = ClaimedBlock(height: 10, hash: made.ledger.blockHashes[10])
    claim.coins = [.outPoint(world.story.outPoint("end"))]
    claim.amount = Satoshi(1_000_000_000)
    let report = try #require(
      try world.verify([world.sign(claim, for: ["off1"])], made.ledger).first)
    #expect(report.verdict == .proven)
    let path = ["off1", "short", "end"].map { "\(world.story.txid($0))" }.joined(separator: "; ")
    let detail = try #require(report.check(.loss)?.detail)
    #expect(
      detail.hasSuffix(
        "the shortest path has 3 transactions: from \(world.story.outPoint("hoard")) over \(path) "
          + "to \(world.story.outPoint("end"))"))
  }

  @Test("a claim that names no loss is not proven to come from one")
  func noLoss() throws {
    let world = World()
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    claim.loss = nil
    let report = try #require(
      try world.verify([world.sign(claim, for: ["off1", "off2"])], made.ledger).first)
    #expect(report.verdict == .unproven)
    #expect(report.check(.loss)?.result == .cannotTell)
  }

  @Test("what contradicts a claim weighs more than what leaves it open")
  func weightiest() throws {
    let world = World()
    let made = try world.story.makeLedger()
    var claim = world.claim(made.ledger)
    let proven = try #require(
      try world.verify([world.sign(claim, for: ["off1", "off2"])], made.ledger).first)
    #expect(proven.weightiest == nil)
    let unsigned = try #require(try world.verify([claim], made.ledger).first)
    #expect(unsigned.weightiest?.kind == .control)
    claim.coins = [.outPoint(world.story.outPoint("fresh"))]
    claim.amount = Satoshi(5_000_000_000)
    let stranger = try #require(try world.verify([claim], made.ledger).first)
    #expect(stranger.verdict == .contradicted)
    #expect(stranger.check(.control)?.result == .fail)
    #expect(stranger.weightiest?.kind == .loss)
  }

  @Test("a loss that only the claim knows of proves nothing; one of the books does")
  func ownLoss() throws {
    let world = World()
    let made = try world.story.makeLedger()
    // The miner calls his own coin a loss, and claims it with a signature of his own.
    var own = world.claim(made.ledger)
    own.id = "own"
    own.coins = [.outPoint(world.story.outPoint("fresh"))]
    own.amount = Satoshi(5_000_000_000)
    own.loss = "\(world.story.outPoint("fresh"))"
    var known = world.claim(made.ledger)
    known.loss = "\(world.story.outPoint("hoard"))"
    let books = try Reconciliation.run(books: world.story.books, ledger: made.ledger, until: 5)
    let missing = try #require(books.finding(named: "missing")).sources
    let outPoints = [own.loss, known.loss].compactMap { $0 }
    func resolve(_ loss: String) throws -> [TaintSource] {
      if loss == "reconcile:missing" { return missing }
      guard outPoints.contains(loss), let outPoint = OutPoint(loss),
        let output = made.ledger.output(outPoint)
      else { throw UnknownLoss(name: loss) }
      return [.output(output, label: loss)]
    }
    let reports = ClaimVerification.run(
      [world.sign(own, for: ["miner"]), world.sign(known, for: ["off1", "off2"])],
      ledger: made.ledger, loss: resolve)
    #expect(reports[0].verdict == .unproven)
    let check = try #require(reports[0].check(.loss))
    #expect(check.result == .cannotTell)
    #expect(
      check.detail.hasSuffix("was lost is the claim's word alone, nothing else in the case says so")
    )
    #expect(reports[1].verdict == .proven)
  }

  @Test("a coin under a bare key is controlled by whoever signs with it; other scripts cannot tell")
  func otherScripts() throws {
    var world = World()
    let key = Story.key("pool").makePublicKey(compressed: true)
    let script = ScriptPubKey.payToPublicKey(key)
    let transaction = ChainBuilder.transaction(
      spending: [world.story.outPoint("moved")],
      paying: [
        (Satoshi(4_000_000_000), script),
        (Satoshi(1_000_000_000), .payToScriptHash(Hash160(hashing: [1]))),
      ])
    let made = try world.story.makeLedger(adding: transaction)
    var claim = world.claim(made.ledger)
    claim.loss = nil
    claim.asOf = ClaimedBlock(height: 10, hash: made.ledger.blockHashes[10])
    claim.coins = [.outPoint(transaction.outPoint(0))]
    claim.amount = Satoshi(4_000_000_000)
    let report = try #require(
      try world.verify([world.sign(claim, for: ["pool"])], made.ledger).first)
    #expect(report.check(.control)?.result == .pass)
    claim.coins = [.outPoint(transaction.outPoint(1))]
    claim.amount = Satoshi(1_000_000_000)
    let other = try #require(
      try world.verify([world.sign(claim, for: ["pool"])], made.ledger).first)
    #expect(other.verdict == .unproven)
    #expect(other.check(.control)?.result == .cannotTell)
    #expect(other.check(.control)?.detail.contains("is no P2PKH address") == true)
  }

  @Test("a signature holds for nothing but the claim as it was signed")
  func binding() throws {
    let world = World()
    let made = try world.story.makeLedger()
    let signed = world.sign(world.claim(made.ledger), for: ["off1", "off2"])
    let block8 = ClaimedBlock(height: 8, hash: made.ledger.blockHashes[8])
    let changes: [(inout Claim) -> Void] = [
      { $0.id = "other" }, { $0.claimant = "Other" }, { $0.asOf = block8 },
      { $0.text = "Found, and mine alone." },
      { $0.loss = "reconcile:forgotten" }, { $0.loss = nil }, { $0.network = "signet" },
      { $0.coins = Array($0.coins.dropLast()) },
      { $0.coins = [$0.coins[0], .address(Story.address("off2").description)] },
      { $0.proofs.removeLast() },
      { $0.proofs[0].signature = $0.proofs[1].signature },
      { $0.proofs[0].address = $0.proofs[1].address },
    ]
    for (index, change) in changes.enumerated() {
      var claim = signed
      change(&claim)
      let report = try #require(try world.verify([claim], made.ledger).first)
      #expect(report.check(.control)?.result == .fail, "change \(index)")
      #expect(!report.verdict.isProven, "change \(index)")
    }
    var retold = signed
    retold.coins.reverse()
    retold.proofs.reverse()
    #expect(try world.verify([retold], made.ledger).first?.verdict == .proven)
  }

  @Test(
    "random claims over random coins: proven only where coins, sum and keys are right",
    arguments: Seeds.of(0..<30))
  func randomClaims(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let world = World(movesLater: Bool.random(using: &generator))
    let made = try world.story.makeLedger()
    let names = world.story.coins.keys.sorted()
    for round in 0..<10 {
      var claim = world.claim(made.ledger)
      claim.id = "r\(round)"
      let height = Int.random(in: 0...made.ledger.tipHeight, using: &generator)
      claim.asOf = ClaimedBlock(height: height, hash: made.ledger.blockHashes[height])
      let chosen = names.shuffled(using: &generator).prefix(
        Int.random(in: 1...2, using: &generator))
      claim.coins = chosen.map { .outPoint(world.story.outPoint($0)) }
      claim.loss = nil
      var isTrue = true
      var sum: Int64 = 0
      var holders: [String] = []
      for name in chosen {
        let row = made.ledger.output(world.story.outPoint(name))
        let output = try #require(row)
        let transaction = made.ledger.transaction(ofOutput: output)
        let spender = made.ledger.outputSpender[output.position]
        if made.ledger.height(of: transaction) > height { isTrue = false }
        if !spender.isNone,
          made.ledger.height(of: made.ledger.transaction(ofInput: spender)) <= height
        {
          isTrue = false
        }
        sum += made.ledger.outputValue[output.position].rawValue
        if Int.random(in: 0..<8, using: &generator) > 0 {
          holders.append(world.story.holder(of: name))
        }
      }
      // A holder whose proof was left out for one coin may have given it for the other.
      for name in chosen where !holders.contains(world.story.holder(of: name)) { isTrue = false }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        sum += 1
        isTrue = false
      }
      claim.amount = Satoshi(sum)
      claim = world.sign(claim, for: holders)
      let report = try #require(try world.verify([claim], made.ledger).first)
      let open: [ClaimCheck.Kind] = [.unspentNow, .loss]
      let holds = report.checks.allSatisfy { $0.result == .pass || open.contains($0.kind) }
      #expect(holds == isTrue, "seed \(seed), round \(round): \(report.checks)")
    }
  }

  /// Puts names where outpoints and addresses stand.
  private func named(_ text: String, _ story: Story) -> String {
    var text = text
    for (name, outPoint) in story.coins.sorted(by: { $0.key < $1.key }) {
      text.replace("\(outPoint)", with: name.uppercased())
    }
    for holder in ["off1", "off2", "old", "thief", "miner"] {
      text.replace(Story.address(holder).description, with: holder.uppercased())
    }
    return text
  }
}
