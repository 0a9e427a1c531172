public import Bitcoin

/// Holds a chain against every rule, one block after the other on one thread, as plainly as can be:
/// what a fast validation must agree with.
public struct ReferenceValidation: Sendable {
  /// What stands in blocks; of `signatures` also those below an offence in its block.
  public struct Tally: Hashable, Sendable {
    /// Blocks.
    public var blocks = 0
    /// Their transactions.
    public var transactions = 0
    /// The inputs of those, without the coinbases'.
    public var inputs = 0
    /// Signatures that were held against a key.
    public var signatures = 0
  }

  /// The headers of the blocks that were accepted.
  public private(set) var headers: HeaderChain
  /// The outputs that can be spent.
  public private(set) var coins: [OutPoint: Coin] = [:]
  /// What stands in the blocks that were accepted, from the first height on.
  public private(set) var tally: Tally
  private let rules: ConsensusRules
  private let firstHeight: Int

  /// A validation that has accepted genesis alone; blocks below `firstHeight` are only read for
  /// their coins.
  public init(_ rules: ConsensusRules, firstHeight: Int = 0) {
    self.rules = rules
    self.firstHeight = firstHeight
    headers = HeaderChain(rules)
    tally = Tally()
    if firstHeight == 0 { (tally.blocks, tally.transactions) = (1, 1) }
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
    let isJudged = height >= firstHeight
    let txids = block.transactions.map { $0.computeTxid() }
    if isJudged,
      let violation = block.check(rules, txids: txids)
        ?? block.checkInContext(
          rules, height: height, medianTimePast: headers.medianTimePast(at: height - 1))
    {
      return violation
    }
    if let violation = connect(block, txids, height, isJudged: isJudged) { return violation }
    guard isJudged else { return nil }
    tally.blocks += 1
    tally.transactions += block.transactions.count
    tally.inputs += block.transactions.dropFirst().reduce(0) { $0 + $1.inputs.count }
    return nil
  }

  private mutating func connect(
    _ block: Block, _ txids: [Txid], _ height: Int, isJudged: Bool
  ) -> BlockViolation? {
    var connector = BlockConnector(rules, height: height, headers: headers)
    if isJudged, connector.forbidsOverwriting, let violation = findOverwrite(block, txids) {
      return violation
    }
    var spends: [[TxOut]] = []
    for (place, transaction) in block.transactions.enumerated() {
      var spent: [Coin] = []
      if place > 0 {
        for (input, spending) in transaction.inputs.enumerated() {
          guard let coin = coins.removeValue(forKey: spending.prevout) else {
            return .missingCoin(spending.prevout, transaction: place, input: input)
          }
          spent.append(coin)
        }
      }
      if isJudged, let violation = connector.add(transaction, spent: spent) { return violation }
      spends.append(spent.map(\.output))
      for (vout, output) in transaction.outputs.enumerated()
      where !output.scriptPubKey.isUnspendable {
        coins[OutPoint(txid: txids[place], vout: UInt32(vout))] = Coin(
          output: output, height: UInt32(height), isCoinbase: place == 0)
      }
    }
    guard isJudged else { return nil }
    return connector.finish(coinbase: block.transactions[0])
      ?? runScripts(block, spends, connector.scriptFlags)
  }

  /// Runs the scripts of a block, last of all, as a node does that runs them on other threads.
  private mutating func runScripts(
    _ block: Block, _ spends: [[TxOut]], _ flags: ScriptFlags
  ) -> BlockViolation? {
    for (place, spent) in spends.enumerated() {
      for input in spent.indices {
        var verifier = SpendVerifier(block.transactions[place], spentOutputs: spent, flags: flags)
        if case .invalid(let failure) = verifier.verify(input: input) {
          return .failedScript(failure, transaction: place, input: input)
        }
        tally.signatures += verifier.signatureChecks
      }
    }
    return nil
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
