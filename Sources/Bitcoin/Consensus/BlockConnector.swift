/// Holds the transactions of one block against the coins that they spend, one after the other in
/// block order (Core: `ConnectBlock`, validation.cpp; `CheckTxInputs` and `SequenceLocks`,
/// consensus/tx_verify.cpp).
///
/// The block has passed `check` and `checkInContext`. The caller has the coins, and so it finds
/// `BlockViolation.overwrittenCoin` (for all transactions, before the first is added, where
/// `forbidsOverwriting`) and `missingCoin` (for all inputs of a transaction, before it is added).
/// It runs the scripts with `scriptFlags` and makes `BlockViolation.failedScript` of what fails.
///
/// ```swift
/// var connector = BlockConnector(rules, height: height, headers: headers)
/// for transaction in block.transactions {          // the coinbase too, which spends nothing
///   if let violation = connector.add(transaction, spent: coins(of: transaction)) { … }
/// }
/// if let violation = connector.finish(coinbase: block.transactions[0]) { … }
/// ```
public struct BlockConnector: Sendable {
  /// The block's height.
  public let height: Int
  /// What the block's scripts are run with.
  public let scriptFlags: ScriptFlags
  /// Whether a transaction may not have the txid of an earlier one with unspent outputs (BIP-0030).
  public let forbidsOverwriting: Bool
  /// What the transactions so far paid in fees.
  public private(set) var fees = Satoshi.zero
  /// What the signature operations of the transactions so far cost.
  public private(set) var signatureOperationCost = 0
  private let headers: HeaderChain
  private let medianTimePast: UInt32
  private var place = 0

  /// A connector of the block at `height`, whose header stands in `headers`.
  ///
  /// - Precondition: `headers` has that height, which is not genesis: its transaction is never
  ///   connected.
  public init(_ rules: ConsensusRules, height: Int, headers: HeaderChain) {
    precondition(height > 0, "genesis is not connected")
    precondition(height <= headers.height, "the block's header is in the chain")
    self.height = height
    self.headers = headers
    scriptFlags = rules.scriptFlags(height: height, blockHash: headers.hash(at: height))
    forbidsOverwriting = rules.forbidsOverwriting(height: height, headers: headers)
    medianTimePast = headers.medianTimePast(at: height - 1)
  }

  /// Adds the next transaction, which spends `spent` in the order of its inputs; a coinbase spends
  /// nothing.
  ///
  /// - Precondition: there are as many coins as inputs, but for a coinbase.
  public mutating func add(_ transaction: Transaction, spent: [Coin]) -> BlockViolation? {
    add(PackedBlock(transaction), 0, spent: SpentColumns(spent), from: 0)
  }

  /// The same for a transaction of a block; what it spends is the rest of `spent` from the row
  /// `first` on.
  ///
  /// - Precondition: there are as many coins as inputs, but for a coinbase.
  public mutating func add(
    _ block: PackedBlock, _ number: Int, spent: SpentColumns, from first: Int
  ) -> BlockViolation? {
    let row = block.transactions[number]
    precondition(
      row.isCoinbase || spent.rows.count - first == row.inputs.count, "each input has its coin")
    defer { place += 1 }
    if !row.isCoinbase {
      if let violation = checkValues(block, row, spent, first) { return violation }
      if let violation = checkSequenceLocks(block, row, spent, first) { return violation }
    }
    signatureOperationCost += SignatureOperations.cost(
      of: block, number, spent: spent, from: first,
      countsScriptHash: scriptFlags.contains(.p2sh), countsWitness: scriptFlags.contains(.witness))
    if signatureOperationCost > ConsensusLimits.maxSignatureOperationCost {
      return BlockViolation(
        .tooManySignatureOperations, transaction: place,
        detail: "signature operations cost \(signatureOperationCost)")
    }
    return nil
  }

  /// Checks what the coinbase takes, after all transactions.
  public func finish(coinbase: Transaction) -> BlockViolation? {
    finish(PackedBlock(coinbase))
  }

  /// The same for a block whose first transaction is the coinbase.
  ///
  /// - Precondition: there is a transaction.
  public func finish(_ block: PackedBlock) -> BlockViolation? {
    let allowed = headers.rules.network.subsidy(at: height) + fees
    let sum = block.outputSum(of: block.transactions[0])
    guard let taken = sum, taken <= allowed else {
      let sum = sum.map { "\($0)" } ?? "more than there can be"
      return BlockViolation(
        .coinbaseTooLarge, transaction: 0,
        detail: "the coinbase takes \(sum), subsidy and fees allow \(allowed)")
    }
    return nil
  }
}

// MARK: - Parts

extension BlockConnector {
  private mutating func checkValues(
    _ block: PackedBlock, _ row: PackedBlock.TransactionRow, _ spent: SpentColumns, _ first: Int
  ) -> BlockViolation? {
    var sum = Satoshi.zero
    for number in first..<spent.rows.count {
      let coin = spent.rows[number]
      let input = number - first
      let depth = height - Int(coin.height)
      if coin.isCoinbase, depth < ConsensusLimits.coinbaseMaturity {
        return BlockViolation(
          .immatureCoinbase, transaction: place, input: input,
          detail: "coinbase of height \(coin.height) spent at depth \(depth)")
      }
      guard let next = sum.addingInMoneyRange(coin.value) else {
        return BlockViolation(
          .inputsOutOfRange, transaction: place, input: input,
          detail: "inputs hold more than there can be")
      }
      sum = next
    }
    guard let paid = block.outputSum(of: row) else {
      return BlockViolation(
        .oversizedOutputSum, transaction: place, detail: "outputs hold more than there can be")
    }
    guard sum >= paid else {
      return BlockViolation(
        .outputsExceedInputs, transaction: place, detail: "pays \(paid) out of \(sum)")
    }
    guard let total = fees.addingInMoneyRange(sum - paid) else {
      return BlockViolation(
        .feeSumOutOfRange, transaction: place, detail: "fees of more than there can be")
    }
    fees = total
    return nil
  }

  /// Relative lock times (BIP-0068; Core: `CalculateSequenceLocks`, consensus/tx_verify.cpp).
  private func checkSequenceLocks(
    _ block: PackedBlock, _ row: PackedBlock.TransactionRow, _ spent: SpentColumns, _ first: Int
  ) -> BlockViolation? {
    guard row.version >= 2, height >= headers.rules.csvHeight else { return nil }
    for number in first..<spent.rows.count {
      let coin = spent.rows[number]
      let input = number - first
      let sequence = block.inputs[row.inputs.lowerBound + input].sequence
      guard let lock = RelativeLock(sequence: sequence) else { continue }
      switch lock {
      case .blocks(let count):
        let depth = height - Int(coin.height)
        guard depth < count else { continue }
        return BlockViolation(
          .notFinal, transaction: place, input: input,
          detail: "spends a coin \(depth) blocks old, sequence asks for \(count)")
      case .seconds(let seconds):
        // The time of a coin is the median up to the block before its own.
        let time = headers.medianTimePast(at: min(max(Int(coin.height) - 1, 0), height - 1))
        let age = Int64(medianTimePast) - Int64(time)
        guard age < seconds else { continue }
        return BlockViolation(
          .notFinal, transaction: place, input: input,
          detail: "spends a coin \(age) seconds old, sequence asks for \(seconds)")
      }
    }
    return nil
  }
}

extension PackedBlock {
  /// What a transaction's outputs hold together; nil where it is no amount.
  fileprivate func outputSum(of row: TransactionRow) -> Satoshi? {
    var sum = Satoshi.zero
    for output in row.outputs {
      guard let next = sum.addingInMoneyRange(outputs[output].value) else { return nil }
      sum = next
    }
    return sum
  }
}
