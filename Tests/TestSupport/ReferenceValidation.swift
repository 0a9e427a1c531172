public import Bitcoin

/// Holds a chain against every rule, one block after the other on one thread, as plainly as can be:
/// what a fast validation must agree with.
public struct ReferenceValidation: Sendable {
  /// Where a chain is wrong first.
  public struct Offence: Hashable, Sendable {
    /// The block's height.
    public let height: Int
    /// The rule, with transaction and input.
    public let violation: BlockViolation
  }

  /// The headers of the blocks that were accepted.
  public private(set) var headers: HeaderChain
  /// The outputs that can be spent.
  public private(set) var coins: [OutPoint: Coin] = [:]
  private let rules: ConsensusRules

  /// A validation that has accepted genesis alone.
  public init(_ rules: ConsensusRules) {
    self.rules = rules
    headers = HeaderChain(rules)
  }

  /// The first offence of a chain of encoded blocks, genesis first; nil if there is none.
  public static func run(_ blocks: [[UInt8]], rules: ConsensusRules) -> Offence? {
    var validation = ReferenceValidation(rules)
    for bytes in blocks.dropFirst() {
      let height = validation.headers.height + 1
      if let violation = validation.add(bytes) {
        return Offence(height: height, violation: violation)
      }
    }
    return nil
  }

  /// Adds the next block; says what is wrong with it, and then takes nothing further.
  public mutating func add(_ bytes: [UInt8]) -> BlockViolation? {
    let block: Block
    do throws(DecodingError) {
      block = try Block(decoding: bytes)
    } catch {
      return .undecodable(error)
    }
    if let violation = headers.append(block.header) { return violation }
    let height = headers.height
    let txids = block.transactions.map { $0.computeTxid() }
    if let violation = block.check(rules, txids: txids)
      ?? block.checkInContext(
        rules, height: height, medianTimePast: headers.medianTimePast(at: height - 1))
    {
      return violation
    }
    return connect(block, txids, height)
  }

  private mutating func connect(
    _ block: Block, _ txids: [Txid], _ height: Int
  ) -> BlockViolation? {
    var connector = BlockConnector(rules, height: height, headers: headers)
    if connector.forbidsOverwriting, let violation = findOverwrite(block, txids) {
      return violation
    }
    for (place, transaction) in block.transactions.enumerated() {
      var spent: [Coin] = []
      if place > 0 {
        for (input, spending) in transaction.inputs.enumerated() {
          guard let coin = coins[spending.prevout] else {
            return .missingCoin(spending.prevout, transaction: place, input: input)
          }
          spent.append(coin)
        }
      }
      if let violation = connector.add(transaction, spent: spent) { return violation }
      if place > 0 {
        var verifier = SpendVerifier(
          transaction, spentOutputs: spent.map(\.output), flags: connector.scriptFlags)
        for input in transaction.inputs.indices {
          if case .invalid(let failure) = verifier.verify(input: input) {
            return .failedScript(failure, transaction: place, input: input)
          }
        }
        for input in transaction.inputs { coins[input.prevout] = nil }
      }
      for (vout, output) in transaction.outputs.enumerated()
      where !output.scriptPubKey.isUnspendable {
        coins[OutPoint(txid: txids[place], vout: UInt32(vout))] = Coin(
          output: output, height: UInt32(height), isCoinbase: place == 0)
      }
    }
    return connector.finish(coinbase: block.transactions[0])
  }

  private func findOverwrite(_ block: Block, _ txids: [Txid]) -> BlockViolation? {
    for (place, transaction) in block.transactions.enumerated() {
      for vout in transaction.outputs.indices {
        let outPoint = OutPoint(txid: txids[place], vout: UInt32(vout))
        if coins[outPoint] != nil { return .overwrittenCoin(outPoint, transaction: place) }
      }
    }
    return nil
  }
}
