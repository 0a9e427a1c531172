/// A rule that a block of the chain must keep, named by the reject reason that Bitcoin Core gives
/// where it is broken (Core: validation.cpp, consensus/tx_check.cpp, consensus/tx_verify.cpp).
///
/// The cases stand in the order in which Bitcoin Core asks. Not among them: `time-too-new`, since
/// nothing here reads a clock.
public enum BlockRule: String, CaseIterable, Hashable, Sendable {
  // MARK: Reading

  /// The bytes are no block; `submitblock` answers with these words.
  case undecodable = "Block decode failed"

  // MARK: CheckBlockHeader, ContextualCheckBlockHeader

  /// The header's hash is above its target, or the target above the network's limit.
  case highHash = "high-hash"
  /// The block before is not the one below.
  case unknownParent = "prev-blk-not-found"
  /// The target is not the one that the chain asks for.
  case wrongDifficulty = "bad-diffbits"
  /// The time is not after the median of the eleven blocks before (BIP-0113).
  case timeTooOld = "time-too-old"
  /// A difficulty period begins more than ten minutes before the last one ended (BIP-0094).
  case timewarp = "time-timewarp-attack"
  /// The version is one that BIP-0034, BIP-0066 or BIP-0065 ended.
  case outdatedVersion = "bad-version"

  // MARK: CheckBlock

  /// A signet block without a solution of the challenge (BIP-0325).
  case wrongSignetSolution = "bad-signet-blksig"
  /// The header names another merkle root.
  case wrongMerkleRoot = "bad-txnmrklroot"
  /// Transactions are repeated under the same merkle root (CVE-2012-2459).
  case repeatedTransactions = "bad-txns-duplicate"
  /// There is no transaction, or more than fit without their witnesses.
  case wrongLength = "bad-blk-length"
  /// The first transaction is no coinbase.
  case missingCoinbase = "bad-cb-missing"
  /// Another transaction than the first is a coinbase.
  case secondCoinbase = "bad-cb-multiple"

  // MARK: CheckTransaction

  /// A transaction has no inputs.
  case noInputs = "bad-txns-vin-empty"
  /// A transaction has no outputs.
  case noOutputs = "bad-txns-vout-empty"
  /// A transaction is larger than a block; no block can hold it, so it shows as `wrongLength`.
  case oversizedTransaction = "bad-txns-oversize"
  /// An output holds less than nothing.
  case negativeOutput = "bad-txns-vout-negative"
  /// An output holds more than there can be (CVE-2010-5139).
  case oversizedOutput = "bad-txns-vout-toolarge"
  /// A transaction's outputs hold more than there can be (CVE-2010-5139).
  case oversizedOutputSum = "bad-txns-txouttotal-toolarge"
  /// A transaction spends an output twice (CVE-2018-17144).
  case repeatedInput = "bad-txns-inputs-duplicate"
  /// The coinbase's script has not 2 to 100 bytes.
  case wrongCoinbaseLength = "bad-cb-length"
  /// An input of a transaction that is no coinbase refers to nothing.
  case nullPrevout = "bad-txns-prevout-null"

  // MARK: ContextualCheckBlock

  /// A transaction is not final yet (BIP-0113), or an input is younger than it asks for (BIP-0068).
  case notFinal = "bad-txns-nonfinal"
  /// The coinbase does not begin with the height (BIP-0034).
  case wrongCoinbaseHeight = "bad-cb-height"
  /// The coinbase's witness is not one item of 32 bytes (BIP-0141).
  case wrongWitnessReservedValue = "bad-witness-nonce-size"
  /// The coinbase commits to other witnesses (BIP-0141).
  case wrongWitnessCommitment = "bad-witness-merkle-match"
  /// There is a witness, but the coinbase commits to none (BIP-0141).
  case unexpectedWitness = "unexpected-witness"
  /// The block weighs more than 4,000,000 (BIP-0141).
  case overweight = "bad-blk-weight"

  // MARK: ConnectBlock

  /// A transaction has the txid of an earlier one with unspent outputs (BIP-0030).
  case overwrittenCoin = "bad-txns-BIP30"
  /// An input refers to an output that is not there, or not any more.
  case missingCoin = "bad-txns-inputs-missingorspent"
  /// A coinbase is spent less than 100 blocks later.
  case immatureCoinbase = "bad-txns-premature-spend-of-coinbase"
  /// The spent outputs, or one of them, hold more than there can be.
  case inputsOutOfRange = "bad-txns-inputvalues-outofrange"
  /// The outputs hold more than the inputs.
  case outputsExceedInputs = "bad-txns-in-belowout"
  /// A transaction's fee is no amount; it never shows, since inputs and outputs in range have one.
  case feeOutOfRange = "bad-txns-fee-outofrange"
  /// The fees of the block together are no amount.
  case feeSumOutOfRange = "bad-txns-accumulated-fee-outofrange"
  /// There are more signature operations than a block may have; `check` asks for those that can be
  /// told without the spent outputs.
  case tooManySignatureOperations = "bad-blk-sigops"
  /// The coinbase takes more than subsidy and fees.
  case coinbaseTooLarge = "bad-cb-amount"
  /// An input does not satisfy the spent output's script.
  case failedScript = "block-script-verify-flag-failed"
}
