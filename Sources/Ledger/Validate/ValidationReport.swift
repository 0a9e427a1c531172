public import Bitcoin

/// What a validation found.
public struct ValidationReport: Equatable, Sendable {
  /// How many blocks keep the rules, in the heights that were asked for and below the first offence.
  public var blocks: Int
  /// How many transactions stand in those blocks.
  public var transactions: Int
  /// How many inputs those transactions have, the coinbases' left out.
  public var inputs: Int
  /// How many signatures were held against a key, up to the first offence.
  public var signatures: Int
  /// The last block that keeps the rules; genesis where no other does.
  public var tip: BlockHash
  /// The height of that block.
  public var height: Int
  /// Where the chain first breaks a rule; nil where it keeps them all.
  public var first: Offence?

  /// Whether the chain keeps the rules.
  public var isValid: Bool { first == nil }
}

/// Where a chain breaks a rule.
public struct Offence: Equatable, Sendable {
  /// The height of the block.
  public var height: Int
  /// The block's hash.
  public var block: BlockHash
  /// The transaction that is at fault; nil where none is, or where the block's bytes are no block.
  public var txid: Txid?
  /// The place of the input that is at fault.
  public var input: Int?
  /// The rule, and how it is broken.
  public var violation: BlockViolation

  /// An offence of the block at `height`; `txids` are those of its transactions.
  init(height: Int, block: BlockHash, violation: BlockViolation, txids: [Txid]) {
    self.height = height
    self.block = block
    let place = violation.transaction ?? -1
    txid = txids.indices.contains(place) ? txids[place] : nil
    input = violation.input
    self.violation = violation
  }
}

/// How far a validation is.
public struct ValidationProgress: Equatable, Sendable {
  /// What is being done.
  public enum Stage: String, Sendable {
    /// Finding the blocks in the files; files are counted.
    case scan
    /// Validating the blocks; blocks are counted.
    case validate
  }

  /// What is being done now.
  public let stage: Stage
  /// How much is done.
  public let done: Int
  /// Of how much.
  public let total: Int
}
