/// A transaction that shows control of coins and can never be in a block, since its first input
/// refers to a hash of what the prover says (BIP-0127).
///
/// ```
/// inputs: commitment (SHA-256 of "Proof-of-Reserves: " + message : 0), then each coin
/// outputs: one, of exactly what the coins hold together
/// ```
public struct ReserveProof: Hashable, Sendable {
  /// The signed transaction.
  public let transaction: Transaction
  /// What its inputs after the first one spend, in their order.
  public let spentOutputs: [TxOut]

  /// The proof that consists of `transaction`, whose inputs after the first one spend `spentOutputs`.
  public init(_ transaction: Transaction, spentOutputs: [TxOut]) {
    self.transaction = transaction
    self.spentOutputs = spentOutputs
  }

  /// The coins that the proof shows, as far as it is told what they are.
  public var shownOutputs: [ShownOutput] {
    zip(transaction.inputs.dropFirst(), spentOutputs).map { input, output in
      ShownOutput(prevout: input.prevout, output: output, sequence: input.sequence)
    }
  }

  /// What the first input refers to, to commit to a message: its hash as txid, and index 0.
  public static func commitment(_ message: String, hash: CommitmentHash = .single) -> OutPoint {
    let digest = Digest.sha256(Array("Proof-of-Reserves: \(message)".utf8))
    let bytes = hash == .single ? digest : Digest.sha256(digest)
    // SHA-256 gives 32 bytes, so the other arm is never taken.
    return OutPoint(txid: Txid(Hash256(bytes: bytes) ?? .zero), vout: 0)
  }

  /// Whether a prevout commits to a message, by either hash.
  static func commits(_ prevout: OutPoint, to message: String) -> Bool {
    CommitmentHash.allCases.contains { prevout == commitment(message, hash: $0) }
  }

  /// How a proof hashes its message.
  public enum CommitmentHash: String, CaseIterable, Hashable, Sendable {
    /// SHA-256, as BIP-0127 says.
    case single
    /// SHA-256 twice, as some wallets do, which take the hash of txids for it.
    case double
  }

  /// What the commitment input counts as spending when the others are signed: no value, and a script
  /// that anyone satisfies (BIP-0127). Taproot signatures commit to it.
  public static let commitmentOutput = TxOut(
    value: .zero, scriptPubKey: ScriptPubKey([Opcode.push1]))
}

// MARK: - Making

extension ReserveProof {
  /// Makes the transaction that is to be signed, in the BIP's form, paying to `scriptPubKey`.
  ///
  /// - Throws: `noCoins`, `amountOutOfRange`, `duplicateInput`.
  public static func makeTransaction(
    _ message: String, of coins: [ShownOutput], to scriptPubKey: ScriptPubKey
  ) throws(ReserveFault) -> Transaction {
    let inputs = [TxIn(prevout: commitment(message))]
    let transaction = Transaction(
      version: 2,
      inputs: inputs + coins.map { TxIn(prevout: $0.prevout, sequence: $0.sequence) },
      outputs: [TxOut(value: try sum(coins), scriptPubKey: scriptPubKey)])
    return transaction
  }

  /// Makes the PSBT of `makeTransaction`, with the message in its first input so that signers can
  /// show it. Coins whose script is older than segwit need the transaction that made them in
  /// `previous`.
  ///
  /// - Throws: what `makeTransaction` throws; `psbt`.
  public static func makePSBT(
    _ message: String, of coins: [ShownOutput], to scriptPubKey: ScriptPubKey,
    previous: [Txid: Transaction] = [:], version: PSBTVersion = .v0
  ) throws(ReserveFault) -> PartiallySignedTransaction {
    let transaction = try makeTransaction(message, of: coins, to: scriptPubKey)
    do throws(PSBTError) {
      var psbt = try PartiallySignedTransaction(transaction, version: version)
      psbt[input: 0].reservesCommitment = message
      try psbt.setSpentOutputs(coins, previous: previous, from: 1)
      return psbt
    } catch {
      throw .psbt(error)
    }
  }

  /// The proof that a PSBT is whose inputs after the first one are final.
  ///
  /// - Throws: `psbt`, `missingSpentOutput`, `unsigned`.
  public init(finalised psbt: PartiallySignedTransaction) throws(ReserveFault) {
    let transaction: Transaction
    let known: [TxOut?]
    do throws(PSBTError) {
      try psbt.checkSpentOutputs()
      transaction = try psbt.transactionWithFinals()
      known = try psbt.spentOutputs()
    } catch {
      throw .psbt(error)
    }
    var outputs: [TxOut] = []
    for (index, input) in psbt.inputs.enumerated() {
      guard index > 0 else { continue }
      guard input.isFinal else { throw .unsigned(input: index) }
      guard let output = known[index] else { throw .missingSpentOutput(input: index) }
      outputs.append(output)
    }
    self.init(transaction, spentOutputs: outputs)
  }

  /// What coins hold together.
  static func sum(_ coins: [ShownOutput]) throws(ReserveFault) -> Satoshi {
    guard !coins.isEmpty else { throw .noCoins }
    var seen: Set<OutPoint> = []
    var sum = Satoshi.zero
    for (index, coin) in coins.enumerated() {
      guard seen.insert(coin.prevout).inserted else { throw .duplicateInput(coin.prevout) }
      guard let next = sum.addingInMoneyRange(coin.output.value) else {
        throw .amountOutOfRange(input: index + 1)
      }
      sum = next
    }
    return sum
  }
}
