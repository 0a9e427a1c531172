import Bitcoin

/// Inputs whose scripts are run as one piece of work, in chain order.
struct SpendBatch: Sendable {
  /// How many inputs make a piece of work: some milliseconds of signatures.
  static let size = 96

  /// Some inputs of one transaction.
  struct Spend: Sendable {
    var transaction: Transaction
    var spentOutputs: [TxOut]
    /// The place of the transaction in its block.
    var place: Int
    var inputs: Range<Int>
    var block: BlockPlace
  }

  /// What is known of a block when its scripts are run.
  struct BlockPlace: Sendable {
    var height: Int
    var hash: BlockHash
    var flags: ScriptFlags
    /// What stands in the blocks below.
    var tally: ValidationTally
  }

  var spends: [Spend] = []
  var inputCount = 0

  /// Runs the scripts and gives how many signatures were held against a key.
  ///
  /// - Throws: `offence` at the first input that does not satisfy its script.
  func verify() throws(ValidationStop) -> Int {
    guard let first = spends.first else { return 0 }
    var verifier = SpendVerifier(
      first.transaction, spentOutputs: first.spentOutputs, flags: first.block.flags)
    for number in spends.indices {
      if number > 0 {
        verifier.restart(
          spends[number].transaction, spentOutputs: spends[number].spentOutputs,
          flags: spends[number].block.flags)
      }
      for input in spends[number].inputs {
        let before = verifier.signatureChecks
        guard case .invalid(let failure) = verifier.verify(input: input) else { continue }
        throw spends[number].offence(failure, input, signatures: before)
      }
    }
    return verifier.signatureChecks
  }
}

extension SpendBatch.Spend {
  @inline(never)
  fileprivate func offence(
    _ failure: ScriptFailure, _ input: Int, signatures: Int
  ) -> ValidationStop {
    var offence = Offence(
      height: block.height, block: block.hash,
      violation: .failedScript(failure, transaction: place, input: input), txids: [])
    offence.txid = transaction.computeTxid()
    return .offence(offence, block.tally, signatures: signatures)
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
