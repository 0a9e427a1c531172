/// The headers of one chain from genesis on, each held against those below it.
///
/// 40 bytes a header. It is copied when it changes while another owner is left, so hold no
/// `BlockConnector` while appending.
public struct HeaderChain: Sendable {
  /// The rules that the headers keep.
  public let rules: ConsensusRules
  private var hashes: [BlockHash]
  private var times: [UInt32]
  private var targets: [UInt32]
  /// How many hashes the chain took on average.
  public private(set) var work: ChainWork
  private var lastWork: (bits: UInt32, work: ChainWork)
  /// The last target that is not the exception's, or that a period began with.
  private var regularBits: UInt32
  /// The network's easiest target in compact form.
  private let easiest: UInt32

  /// A chain of the network's genesis alone.
  public init(_ rules: ConsensusRules) {
    let genesis = Block.genesis(of: rules.network).header
    self.rules = rules
    hashes = [rules.network.genesis]
    times = [genesis.time]
    targets = [genesis.bits]
    work = ChainWork(bits: genesis.bits)
    lastWork = (genesis.bits, work)
    regularBits = genesis.bits
    easiest = CompactTarget.compress(rules.powLimit)
  }

  /// The height of the last header.
  public var height: Int { hashes.count - 1 }

  /// The hash of the last header.
  public var tip: BlockHash { hashes[hashes.count - 1] }

  /// The hash of the header at `height`.
  ///
  /// - Precondition: the chain has that height.
  public func hash(at height: Int) -> BlockHash { hashes[height] }

  /// The time of the header at `height`, in seconds since 1970.
  ///
  /// - Precondition: the chain has that height.
  public func time(at height: Int) -> UInt32 { times[height] }

  /// The target of the header at `height` in compact form.
  ///
  /// - Precondition: the chain has that height.
  public func bits(at height: Int) -> UInt32 { targets[height] }

  /// The median of the times of the eleven headers up to `height`, or of as many as there are
  /// (BIP-0113; Core: `CBlockIndex::GetMedianTimePast`, chain.h).
  ///
  /// - Precondition: the chain has that height.
  public func medianTimePast(at height: Int) -> UInt32 {
    let first = max(0, height - 10)
    // Times that rise, as nearly all do, need no sorting.
    if !(first..<height).contains(where: { times[$0] > times[$0 + 1] }) {
      return times[first + (height - first + 1) / 2]
    }
    let window = times[first...height].sorted()
    return window[window.count / 2]
  }
}

// MARK: - Appending

extension HeaderChain {
  /// Appends a header that keeps the rules; else says which one it breaks and stays as it was.
  ///
  /// The order is that of Bitcoin Core: the work, the block below, difficulty, time, version
  /// (Core: `AcceptBlockHeader` and `ContextualCheckBlockHeader`, validation.cpp). That a time lies
  /// too far ahead is not judged, because nothing here reads a clock.
  public mutating func append(_ header: BlockHeader) -> BlockViolation? {
    append(header, hash: header.computeHash())
  }

  /// The same for a header whose hash is known.
  public mutating func append(_ header: BlockHeader, hash: BlockHash) -> BlockViolation? {
    if let violation = check(header, hash: hash) { return violation }
    hashes.append(hash)
    times.append(header.time)
    targets.append(header.bits)
    if header.bits != easiest || height.isMultiple(of: rules.difficultyInterval) {
      regularBits = header.bits
    }
    if lastWork.bits != header.bits { lastWork = (header.bits, ChainWork(bits: header.bits)) }
    work = work + lastWork.work
    return nil
  }

  private func check(_ header: BlockHeader, hash: BlockHash) -> BlockViolation? {
    if let violation = header.checkWork(rules, hash: hash) { return violation }
    guard header.previousBlock == tip else {
      return BlockViolation(
        .unknownParent, detail: "the block before is \(header.previousBlock), the tip is \(tip)")
    }
    let bits = nextBits(time: header.time)
    guard header.bits == bits else {
      return BlockViolation(
        .wrongDifficulty,
        detail: "target \(Hex.digits(of: header.bits)), expected \(Hex.digits(of: bits))")
    }
    let median = medianTimePast(at: height)
    guard header.time > median else {
      return BlockViolation(
        .timeTooOld, detail: "time \(header.time), median of the blocks before \(median)")
    }
    let below = times[height]
    if rules.enforcesBIP94, (height + 1).isMultiple(of: rules.difficultyInterval),
      Int64(header.time) < Int64(below) - ConsensusLimits.maxTimewarp
    {
      return BlockViolation(
        .timewarp, detail: "time \(header.time) begins a period after a block of time \(below)")
    }
    return checkVersion(header)
  }

  private func checkVersion(_ header: BlockHeader) -> BlockViolation? {
    let version = Int32(bitPattern: header.version)
    let next = height + 1
    guard
      (version < 2 && next >= rules.bip34Height) || (version < 3 && next >= rules.bip66Height)
        || (version < 4 && next >= rules.bip65Height)
    else { return nil }
    return BlockViolation(
      .outdatedVersion, detail: "version \(version) at height \(next)",
      suffix: "(0x\(Hex.digits(of: header.version)))")
  }
}

// MARK: - Difficulty

extension HeaderChain {
  /// The target in compact form that the next header must state, if its time is `time`
  /// (Core: `GetNextWorkRequired`, pow.cpp).
  public func nextBits(time: UInt32) -> UInt32 {
    let last = targets[height]
    let interval = rules.difficultyInterval
    guard (height + 1).isMultiple(of: interval) else {
      guard rules.allowsMinimumDifficulty else { return last }
      let isLate = Int64(time) > Int64(times[height]) + 2 * rules.targetSpacing
      return isLate ? easiest : regularBits
    }
    guard rules.retargets else { return last }
    let first = height - (interval - 1)
    // BIP-0094: a period's first block never has the exception's target.
    return rules.retarget(
      rules.enforcesBIP94 ? targets[first] : last,
      timespan: Int64(times[height]) - Int64(times[first]))
  }
}

extension ConsensusRules {
  /// The target of the period after one that had `bits` and took `timespan` seconds, which count as
  /// a quarter of what they should at least and as four times that at most
  /// (Core: `CalculateNextWorkRequired`, pow.cpp).
  public func retarget(_ bits: UInt32, timespan: Int64) -> UInt32 {
    let clamped = min(max(timespan, targetTimespan / 4), targetTimespan * 4)
    guard let target = CompactTarget.expand(bits) else { return CompactTarget.compress(powLimit) }
    return CompactTarget.compress(
      CompactTarget.scale(
        target, by: UInt64(clamped), over: UInt64(targetTimespan), limit: powLimit))
  }
}

extension BlockHeader {
  /// Checks the hash against the target that the header states, and that one against the network's
  /// limit (Core: `CheckProofOfWork`, pow.cpp).
  public func checkWork(_ rules: ConsensusRules, hash: BlockHash) -> BlockViolation? {
    guard let target = CompactTarget.expand(bits), target <= rules.powLimit else {
      return BlockViolation(.highHash, detail: "target \(Hex.digits(of: bits)) is out of range")
    }
    guard hash.hash <= target else {
      return BlockViolation(.highHash, detail: "hash \(hash) above target \(target)")
    }
    return nil
  }
}

extension Hex {
  /// Eight digits, as Bitcoin Core prints targets and versions.
  static func digits(of value: UInt32) -> String {
    encode((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) })
  }
}
