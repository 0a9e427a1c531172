import Testing

@testable import Bitcoin

/// A change of difficulty on mainnet: target and seconds of a period, and the target of the next.
struct Retarget: Sendable, CustomTestStringConvertible {
  let name: String
  let bits: UInt32
  let timespan: Int64
  let next: UInt32
  var testDescription: String { name }

  /// Block heights and values as the chain has them, and as Bitcoin Core's pow_tests.cpp has the rest.
  static let all = [
    Retarget(
      name: "block 32,256, the first change", bits: 0x1d00_ffff,
      timespan: 1_262_152_739 - 1_261_130_161, next: 0x1d00_d86a),
    Retarget(
      name: "block 2,016, at the limit", bits: 0x1d00_ffff,
      timespan: 1_233_061_996 - 1_231_006_505, next: 0x1d00_ffff),
    Retarget(
      name: "block 68,544, a quarter at least", bits: 0x1c05_a3f4,
      timespan: 1_279_297_671 - 1_279_008_237, next: 0x1c01_68fd),
    Retarget(
      name: "block 46,368, four times at most", bits: 0x1c38_7f6f,
      timespan: 1_269_211_443 - 1_263_163_443, next: 0x1d00_e1fd),
    Retarget(
      name: "a time that runs backwards", bits: 0x1c05_a3f4, timespan: -1_000, next: 0x1c01_68fd),
  ]
}

@Suite("HeaderChain")
struct HeaderChainTests {
  @Test("difficulty follows the pace", arguments: Retarget.all)
  func difficultyFollows(_ change: Retarget) {
    let rules = ConsensusRules(.mainnet)
    #expect(rules.retarget(change.bits, timespan: change.timespan) == change.next)
  }

  @Test(
    "a compact target expands and comes back",
    arguments: [0x1d00_ffff, 0x1e03_77ae, 0x207f_ffff, 0x1c05_a3f4, 0x0300_8000, 0x0112_0000]
      as [UInt32])
  func compactTargetsReturn(_ bits: UInt32) throws {
    let target = try #require(CompactTarget.expand(bits))
    #expect(
      CompactTarget.expand(CompactTarget.compress(target)) == target)
  }

  @Test("each network's limit is its genesis's target", arguments: Network.all)
  func limitsAreThoseOfGenesis(_ network: Network) throws {
    let rules = ConsensusRules(network)
    let genesis = Block.genesis(of: network).header
    #expect(CompactTarget.compress(rules.powLimit) == genesis.bits)
    #expect(genesis.checkWork(rules, hash: network.genesis) == nil)
    #expect(try #require(CompactTarget.expand(genesis.bits)) <= rules.powLimit)
    #expect(HeaderChain(rules).tip == network.genesis)
    #expect(HeaderChain(rules).work == ChainWork(bits: genesis.bits))
  }

  @Test("the median is of eleven, or of as many as there are")
  func mediansAreOfEleven() {
    var chain = HeaderChain(ConsensusRules(.regtest))
    var times = [chain.time(at: 0)]
    // Times jump about within what the rule lets them.
    for step in [600, 5, 9_000, -4_000, 10, 20, 30, 7_000, -1, 2, 1, 3, 900, -300, 8] {
      let time = UInt32(Int(times[times.count - 1]) + step)
      if chain.append(header(on: chain, time: time)) == nil { times.append(time) }
      let window = times.suffix(11).sorted()
      #expect(chain.medianTimePast(at: chain.height) == window[window.count / 2])
    }
    #expect(chain.height >= 12)
    #expect(chain.work > ChainWork(bits: 0x207f_ffff))
  }

  @Test("a header on another block is refused, and nothing changes")
  func strangersAreRefused() {
    var chain = HeaderChain(ConsensusRules(.regtest))
    var header = header(on: chain, time: 1_300_000_000)
    header.previousBlock = BlockHash(Hash256(9, 9, 9, 9))
    while !header.meetsTarget() { header.nonce += 1 }
    #expect(chain.append(header)?.reason == "prev-blk-not-found")
    #expect(chain.height == 0)
  }

  @Test("the reason of an old version has its digits")
  func versionsAreInTheReason() {
    var chain = HeaderChain(ConsensusRules(.regtest))
    var header = header(on: chain, time: 1_300_000_000)
    header.version = 3
    while !header.meetsTarget() { header.nonce += 1 }
    #expect(chain.append(header)?.reason == "bad-version(0x00000003)")
    #expect(HeaderChain(ConsensusRules(.mainnet)).nextBits(time: 0) == 0x1d00_ffff)
  }

  @Test(
    "late blocks have the easiest target, and the next period follows the right one of them",
    arguments: [false, true])
  func lateBlocksAreEasy(enforcesBIP94: Bool) {
    // Periods of ten blocks and a minute, and a limit whose products stay below 2^256.
    var rules = ConsensusRules(.regtest)
    rules.powLimit = Hash256(.max, .max, .max, 0x007f_ffff_ffff_ffff)
    rules.targetTimespan = 60
    rules.targetSpacing = 6
    rules.retargets = true
    rules.enforcesBIP94 = enforcesBIP94
    var chain = HeaderChain(rules)
    func add(after seconds: UInt32) -> UInt32 {
      let time = chain.time(at: chain.height) + seconds
      let bits = chain.nextBits(time: time)
      let violation = chain.append(header(on: chain, time: time, bits: bits))
      #expect(violation == nil)
      return bits
    }
    for _ in 1...9 { #expect(add(after: 13) == 0x1f7f_ffff) }
    for _ in 10...19 { #expect(add(after: 1) == 0x1f7f_ffff) }
    // Nine seconds count as a quarter of the period.
    #expect(add(after: 1) == 0x1f1f_ffff)
    #expect(add(after: 12) == 0x1f1f_ffff)
    #expect(add(after: 13) == 0x1f7f_ffff)
    #expect(add(after: 13) == 0x1f7f_ffff)
    for _ in 24...28 { #expect(add(after: 1) == 0x1f1f_ffff) }
    #expect(add(after: 13) == 0x1f7f_ffff)
    // 56 of 60 seconds, from the last block's target or from the period's first.
    #expect(chain.time(at: 29) - chain.time(at: 20) == 56)
    #expect(add(after: 1) == (enforcesBIP94 ? 0x1f1d_dddc : 0x1f77_7776))
    #expect(chain.height == 30)
  }

  @Test("a wrong target is refused, whatever the hash")
  func wrongTargetsAreRefused() {
    var chain = HeaderChain(ConsensusRules(.regtest))
    let violation = chain.append(header(on: chain, time: 1_300_000_000, bits: 0x201f_ffff))
    #expect(violation?.reason == "bad-diffbits")
    #expect(violation?.detail == "target 201fffff, expected 207fffff")
  }

  private func header(
    on chain: HeaderChain, time: UInt32, bits: UInt32 = 0x207f_ffff
  ) -> BlockHeader {
    var header = BlockHeader(
      version: 4, previousBlock: chain.tip, merkleRoot: .zero, time: time, bits: bits,
      nonce: 0)
    while !header.meetsTarget() { header.nonce += 1 }
    return header
  }
}
