/// Judges the inputs of one transaction by running the scripts, with what their sighashes share
/// computed once.
///
/// Not for two threads at once: each makes its own.
public struct SpendVerifier: ~Copyable {
  /// The transaction that spends.
  public let transaction: Transaction
  /// The outputs that it spends, one for each input.
  public let spentOutputs: [TxOut]
  /// The rules by which it judges.
  public let flags: ScriptFlags
  /// How many signatures have been held against a key so far.
  public private(set) var signatureChecks = 0

  /// A verifier of the inputs of `transaction`, which spend `spentOutputs`.
  ///
  /// - Precondition: there are as many spent outputs as inputs.
  public init(
    _ transaction: Transaction, spentOutputs: [TxOut], flags: ScriptFlags = .consensus
  ) {
    precondition(transaction.inputs.count == spentOutputs.count, "a spent output for each input")
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    self.flags = flags
  }

  /// Judges the input at place `input`.
  ///
  /// - Precondition: `input` is the place of an input.
  public mutating func verify(input: Int) -> SpendVerdict {
    precondition(transaction.inputs.indices.contains(input), "no input at place \(input)")
    signatureChecks += 1
    return switch FormVerifier(transaction).verify(input: input, spentOutput: spentOutputs[input]) {
    case .valid: .valid
    case .invalid: .invalid(ScriptFailure(rule: .evalFalse, script: .scriptPubKey))
    case .unsupported: .invalid(ScriptFailure(rule: .unknownError, script: .scriptPubKey))
    }
  }

  /// Judges one input of `transaction`, which spends `spentOutputs`.
  ///
  /// - Precondition: there are as many spent outputs as inputs, and `input` is the place of one.
  public static func verify(
    _ transaction: Transaction, input: Int, spentOutputs: [TxOut],
    flags: ScriptFlags = .consensus
  ) -> SpendVerdict {
    var verifier = SpendVerifier(transaction, spentOutputs: spentOutputs, flags: flags)
    return verifier.verify(input: input)
  }
}
