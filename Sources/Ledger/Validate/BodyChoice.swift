import Bitcoin

/// Chooses among several records with the same header: the files do not say which body is its own.
struct BodyChoice: Sendable {
  /// By hash: the records that repeat an earlier one's header.
  private var repeats: [BlockHash: [FoundBlock]] = [:]

  init(_ repeats: [FoundBlock]) {
    for block in repeats { self.repeats[block.hash, default: []].append(block) }
  }

  /// The first of the records whose body keeps the rules that need no coins; where none does, the
  /// one whose fault weighs least, so that their order does not matter.
  ///
  /// Bodies that keep these rules are the same body: the header names it by its merkle root and the
  /// coinbase's commitment. A node goes on to the next record, too (Core: `AcceptBlock`, which
  /// forgets a body that is not the header's). `block` is the first record, `bytes` are its block.
  ///
  /// - Throws: `file`.
  func check(
    _ bytes: Span<UInt8>, of block: FoundBlock, height: Int, _ checker: borrowing BlockChecker,
    _ folder: BlockFolder
  ) throws(LedgerError) -> CheckedBlock {
    let isJudged = height >= checker.firstHeight
    let others = repeats[block.hash] ?? []
    // Below the first height a block that has no twin is only decoded.
    var best = checker.check(
      bytes, height: height, hash: block.hash, isJudged: isJudged || !others.isEmpty)
    for other in others {
      guard let fault = best.violation else { break }
      let plan = ChunkPlan(heights: 0..<1, byteCount: other.size)
      let (bytes, starts) = try plan.read(of: [other], in: folder)
      let found = checker.check(
        bytes.span.extracting(starts[0]..<starts[0] + other.size), height: height, hash: block.hash,
        isJudged: true)
      if found.violation.map({ BodyChoice.weigh($0) < BodyChoice.weigh(fault) }) ?? true {
        best = found
      }
    }
    if !isJudged, best.violation?.rule != .undecodable { best.violation = nil }
    return best
  }

  /// How far a body is from being the header's own, and a text that tells two as far apart.
  private static func weigh(_ violation: BlockViolation) -> (Int, String) {
    let distance =
      switch violation.rule {
      case .undecodable: 2
      case .wrongSignetSolution, .wrongMerkleRoot, .repeatedTransactions,
        .wrongWitnessReservedValue, .wrongWitnessCommitment, .unexpectedWitness:
        1
      default: 0
      }
    return (distance, violation.description)
  }
}
