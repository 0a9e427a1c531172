public import Bitcoin
public import Ledger
public import Tracer
public import Truth

/// How right the tracer was about a simulated case.
public struct Score: Equatable, Sendable {
  /// The figures, in a fixed order.
  public var rows: [ScoreRow]
  /// With whom each trace places the stolen satoshis, for each policy and scope, holders by name.
  public var holders: [HolderScore]

  /// How far a trace of the stolen satoshis goes.
  public enum Scope: String, Sendable, CaseIterable {
    /// Up to the tip, through whatever hands.
    case everywhere
    /// Up to the first output that is no longer in the thief's hands.
    case untilHandover = "until-handover"
  }

  /// What a trace places with one holder.
  public struct HolderScore: Equatable, Sendable {
    /// How taint was dealt.
    public var policy: TaintPolicy
    /// How far the trace went.
    public var scope: Scope
    /// The holder's name.
    public var holder: String
    /// The satoshis that the trace places with him.
    public var placed: Satoshi
    /// The stolen satoshis that he truly has.
    public var truth: Satoshi
  }

  /// The policies that are scored.
  public static let policies: [TaintPolicy] = [.fifo, .haircut, .poison]
}

// MARK: - Scoring

extension Score {
  /// Holds the tracer against the truth of a case: taint from all thefts under FIFO, haircut and
  /// poison, and multi-input clusters. docs/scoring.md defines each figure.
  ///
  /// - Throws: a `ScoreError`, where the case was not simulated or its truth does not fit the ledger.
  public static func run(
    _ ledger: borrowing ChainLedger, truth: TruthFolder
  ) throws(ScoreError) -> Score {
    guard !ledger.isSegment else { throw .segment(firstHeight: ledger.firstHeight) }
    let isThere: Bool
    do throws(TruthError) { isThere = try truth.isPresent() } catch { throw .truth(error) }
    guard isThere else { throw .noTruth(truth.path) }
    var index = try TruthIndex(truth, ledger)
    let stolen = try StolenCoins(truth, &index, ledger)
    var score = Score(rows: [], holders: [])
    for policy in policies {
      try score.add(policy, stolen, index, ledger)
    }
    try score.addClusters(index, ledger)
    return score
  }

  /// Adds the rows of one policy.
  private mutating func add(
    _ policy: TaintPolicy, _ stolen: StolenCoins, _ index: TruthIndex,
    _ ledger: borrowing ChainLedger
  ) throws(ScoreError) {
    let everywhere = try Score.trace(policy, stolen, stops: [], ledger)
    let untilHandover = try Score.trace(policy, stolen, stops: stolen.handovers, ledger)
    let free = Placement(everywhere, stolen, index, ledger)
    let stopped = Placement(untilHandover, stolen, index, ledger)
    rows.append(free.placedRow("taint.placed.\(policy.rawValue)"))
    rows.append(stopped.placedRow("taint.placed-until-handover.\(policy.rawValue)"))
    if policy == .poison {
      rows.append(free.overplacedRow("taint.overplaced.poison"))
      rows.append(stopped.overplacedRow("taint.overplaced-until-handover.poison"))
    }
    let hands = HandsAgreement(untilHandover, stolen, index)
    rows.append(hands.outputsRow("taint.in-hands-outputs.\(policy.rawValue)"))
    rows.append(hands.satoshisRow("taint.in-hands-satoshis.\(policy.rawValue)"))
    for (scope, placement) in [(Scope.everywhere, free), (.untilHandover, stopped)] {
      addHolders(policy, scope, placement.placed, stolen, index)
    }
  }

  private mutating func addHolders(
    _ policy: TaintPolicy, _ scope: Scope, _ placed: [Int128], _ stolen: StolenCoins,
    _ index: TruthIndex
  ) {
    var found: [HolderScore] = []
    for (holder, name) in index.holders.all.enumerated() {
      let truth = stolen.trueValues[holder]
      guard placed[holder] > 0 || truth > 0 else { continue }
      found.append(
        HolderScore(
          policy: policy, scope: scope, holder: name,
          placed: Satoshi(Int64(clamping: placed[holder])),
          truth: Satoshi(Int64(clamping: truth))))
    }
    holders += found.sorted { $0.holder < $1.holder }
  }

  private static func trace(
    _ policy: TaintPolicy, _ stolen: StolenCoins, stops: [OutputIndex],
    _ ledger: borrowing ChainLedger
  ) throws(ScoreError) -> TraceResult {
    do throws(TraceError) {
      return try Trace.run(
        ledger, sources: stolen.sources, policy: policy, fees: .sink,
        stops: TraceStops(outputs: stops), keepsPassage: !stops.isEmpty)
    } catch {
      throw .trace(error)
    }
  }

  /// Adds the rows of the clusters.
  private mutating func addClusters(
    _ index: TruthIndex, _ ledger: borrowing ChainLedger
  ) throws(ScoreError) {
    let clusters: ClusterSet
    do throws(ClusterError) { clusters = try Clusters.multiInput(ledger) } catch {
      throw .clusters(error)
    }
    for (name, outputTruth) in [("owner", index.outputOwner), ("wallet", index.outputWallet)] {
      var scriptTruth = [UInt32](repeating: TruthIndex.none, count: ledger.scriptCount)
      for output in 0..<ledger.outputCount where outputTruth[output] != TruthIndex.none {
        let script = ledger.outputScript[output].position
        // Nobody holds a script of data.
        if ledger.scriptKind[script] == ScriptKind.nullData.rawValue { continue }
        scriptTruth[script] = min(scriptTruth[script], outputTruth[output])
      }
      let pairs = ClusterPairs(clusters, scriptTruth: scriptTruth)
      rows.append(pairs.precisionRow("clusters.pair-precision.\(name)"))
      rows.append(pairs.recallRow("clusters.pair-recall.\(name)"))
    }
  }
}
