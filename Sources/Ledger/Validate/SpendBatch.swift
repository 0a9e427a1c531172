import Bitcoin

/// What the blocks of one piece spend, in chain order: shared by the batches that its scripts are run
/// in.
final class PieceSpends: Sendable {
  /// Some inputs of one transaction.
  struct Spend: Sendable {
    /// The place of the block in the piece.
    var block: Int
    /// The place of the transaction in its block.
    var place: Int
    /// Places in the transaction.
    var inputs: Range<Int>
    /// The row of what the transaction's first input spends.
    var spent: Int
  }

  /// What is known of a block when its scripts are run.
  struct BlockPlace: Sendable {
    var flags: ScriptFlags
    /// What stands in the blocks below.
    var tally: ValidationTally
  }

  let blocks: [CheckedBlock]
  /// By place of the block.
  let places: [BlockPlace]
  let spends: [Spend]
  let spent: SpentColumns

  init(
    _ blocks: [CheckedBlock], _ places: [BlockPlace], _ spends: [Spend], _ spent: SpentColumns
  ) {
    self.blocks = blocks
    self.places = places
    self.spends = spends
    self.spent = spent
  }

  /// Cuts the spends into batches.
  func batches() -> [SpendBatch] {
    var batches: [SpendBatch] = []
    var start = 0
    var inputCount = 0
    for index in spends.indices {
      inputCount += spends[index].inputs.count
      guard inputCount >= SpendBatch.size || index == spends.count - 1 else { continue }
      batches.append(SpendBatch(piece: self, spends: start..<index + 1))
      start = index + 1
      inputCount = 0
    }
    return batches
  }
}

/// Inputs whose scripts are run as one piece of work, in chain order.
struct SpendBatch: Sendable {
  /// How many inputs make a piece of work: some milliseconds of signatures.
  static let size = 96

  let piece: PieceSpends
  let spends: Range<Int>

  /// Runs the scripts and gives how many signatures were held against a key.
  ///
  /// - Throws: `offence` at the first input that does not satisfy its script.
  func verify() throws(ValidationStop) -> Int {
    var plain = PlainSpendVerifier()
    let (rows, scripts) = (piece.spent.rows, piece.spent.bytes)
    // Signatures that were checked in scripts.
    var checks = 0
    for number in spends {
      let spend = piece.spends[number]
      guard let block = piece.blocks[spend.block].block else { continue }
      let flags = piece.places[spend.block].flags
      plain.restart()
      var doubt = spend.inputs.lowerBound
      while doubt < spend.inputs.upperBound {
        let row = rows[spend.spent + doubt]
        let script = scripts.span.extracting(row.script)
        guard
          plain.isValid(
            block, spend.place, input: doubt, spending: script, row.value, flags)
        else { break }
        doubt += 1
      }
      guard doubt < spend.inputs.upperBound else { continue }
      let before = plain.signatureChecks + checks
      checks += try runScripts(spend, block, flags, doubt..<spend.inputs.upperBound, before)
    }
    return plain.signatureChecks + checks
  }

  /// Runs the scripts of some inputs of a transaction; `before` signatures were checked before.
  @inline(never)
  private func runScripts(
    _ spend: PieceSpends.Spend, _ block: PackedBlock, _ flags: ScriptFlags, _ inputs: Range<Int>,
    _ before: Int
  ) throws(ValidationStop) -> Int {
    let transaction = block.makeTransaction(at: spend.place)
    let outputs = transaction.inputs.indices.map { piece.spent.makeOutput(at: spend.spent + $0) }
    var verifier = SpendVerifier(transaction, spentOutputs: outputs, flags: flags)
    for input in inputs {
      let checks = verifier.signatureChecks
      guard case .invalid(let failure) = verifier.verify(input: input) else { continue }
      let checked = piece.blocks[spend.block]
      let offence = Offence(
        height: checked.height, block: checked.hash,
        violation: .failedScript(failure, transaction: spend.place, input: input),
        txids: checked.txids)
      throw .offence(offence, piece.places[spend.block].tally, signatures: before + checks)
    }
    return verifier.signatureChecks
  }
}

/// How many blocks, transactions and inputs were gone through.
struct ValidationTally: Equatable, Sendable {
  var blocks = 0
  var transactions = 0
  var inputs = 0
}

/// What ends a validation before its time.
enum ValidationStop: Error {
  /// A rule is broken; with what stands in the blocks below, and the signatures of the same piece of
  /// work that were checked before.
  case offence(Offence, ValidationTally, signatures: Int)
  /// The block files cannot be read, or hold more than can be numbered.
  case refused(LedgerError)
}
