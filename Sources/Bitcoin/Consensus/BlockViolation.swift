/// What is wrong with a block: the rule, where it is broken, and the values.
public struct BlockViolation: Hashable, Sendable {
  /// The rule that is broken.
  public let rule: BlockRule
  /// The place of the transaction in the block, where one is at fault.
  public let transaction: Int?
  /// The place of the input in the transaction, where one is at fault.
  public let input: Int?
  /// What the interpreter found, where a script failed.
  public let script: ScriptFailure?
  /// The values, in words.
  public let detail: String
  /// What stands behind the rule's name in Bitcoin Core's reject reason.
  private let suffix: String

  /// A violation of `rule`; `suffix` is what Bitcoin Core writes behind the rule's name.
  @inline(never)
  public init(
    _ rule: BlockRule, transaction: Int? = nil, input: Int? = nil, script: ScriptFailure? = nil,
    detail: String, suffix: String = ""
  ) {
    self.rule = rule
    self.transaction = transaction
    self.input = input
    self.script = script
    self.detail = detail
    self.suffix = suffix
  }

  /// The reject reason, word for word as Bitcoin Core's `submitblock` gives it.
  public var reason: String { rule.rawValue + suffix }
}

extension BlockViolation: CustomStringConvertible {
  /// The reject reason, the values, and where.
  public var description: String {
    var text = "\(reason): \(detail)"
    if let transaction { text += ", transaction \(transaction)" }
    if let input { text += ", input \(input)" }
    return text
  }
}

// MARK: - What a caller that has the coins finds

extension BlockViolation {
  /// The bytes of a block do not decode.
  public static func undecodable(_ error: DecodingError) -> BlockViolation {
    BlockViolation(.undecodable, detail: "\(error)")
  }

  /// The output that an input refers to is not among the coins.
  public static func missingCoin(
    _ outPoint: OutPoint, transaction: Int, input: Int
  ) -> BlockViolation {
    BlockViolation(
      .missingCoin, transaction: transaction, input: input,
      detail: "prevout \(outPoint) is missing or spent")
  }

  /// A transaction would make a coin that is there already (BIP-0030).
  public static func overwrittenCoin(_ outPoint: OutPoint, transaction: Int) -> BlockViolation {
    BlockViolation(
      .overwrittenCoin, transaction: transaction, detail: "output \(outPoint) is there already")
  }

  /// An input does not satisfy the spent output's script.
  public static func failedScript(
    _ failure: ScriptFailure, transaction: Int, input: Int
  ) -> BlockViolation {
    BlockViolation(
      .failedScript, transaction: transaction, input: input, script: failure,
      detail: "\(failure)", suffix: " (\(failure.rule.coreReason))")
  }
}
