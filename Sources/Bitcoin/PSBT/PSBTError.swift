/// Why a PSBT is refused, or why a role cannot do its part.
///
/// Positions count bytes from the start of the binary form.
public enum PSBTError: Error, Equatable, Sendable {
  /// The bytes do not start with `70736274ff`.
  case notPSBT
  /// The text is not Base64 as an encoder writes it.
  case notBase64
  /// The bytes end or go on where they may not, or a count is wrong.
  case malformed(DecodingError)
  /// The version is neither 0 nor 2.
  case unsupportedVersion(UInt32)
  /// Two entries of a map have the same key.
  case duplicateRecord(key: [UInt8], PSBTPlace, at: Int)
  /// An entry is wrong in itself.
  case invalidRecord(PSBTField, PSBTPlace, PSBTFault, at: Int?)
  /// A map lacks an entry that the version asks for; `at` is the map's end.
  case missingRecord(PSBTField, PSBTPlace, PSBTVersion, at: Int?)
  /// A map has an entry that the version does not allow.
  case excludedRecord(PSBTField, PSBTPlace, PSBTVersion, at: Int?)

  /// The non-witness UTXO of an input has another txid than its prevout.
  case wrongPreviousTransaction(input: Int, needed: Txid, found: Txid)
  /// The non-witness UTXO of an input has fewer outputs than its prevout needs.
  case missingPreviousOutput(input: Int, OutPoint)
  /// The two UTXO entries of an input give different amounts.
  case amountsDiffer(input: Int, witnessUTXO: Satoshi, nonWitnessUTXO: Satoshi)
  /// The two UTXO entries of an input give different scripts.
  case scriptsDiffer(input: Int)
  /// No entry says what the input spends.
  case unknownSpentOutput(input: Int)
  /// An input's prevout is not the hash of the message of its proof of reserves (BIP-0127).
  case wrongReservesCommitment(input: Int)

  /// Inputs ask for a time and others for a height (BIP-0370).
  case conflictingLockTimes
  /// The transaction to be made into a PSBT has a script or a witness already.
  case signedTransaction(input: Int)
  /// PSBTs to be combined are not of the same transaction.
  case differentTransactions(Txid, Txid)
  /// PSBTs to be combined have different versions.
  case differentVersions(PSBTVersion, PSBTVersion)
  /// PSBTs to be combined contradict each other.
  case conflictingRecords(PSBTField, PSBTPlace)
  /// Nothing may be added, by the flags or by the version.
  case notModifiable(PSBTScope)

  /// The redeem script does not have the hash that the spent output names.
  case wrongRedeemScript(input: Int)
  /// The witness script does not have the hash that the spent output or redeem script names.
  case wrongWitnessScript(input: Int)
  /// A control block does not show its leaf in the tree of the output key.
  case wrongTapLeaf(input: Int)
  /// The outputs have more than the inputs.
  case outputsExceedInputs(spent: Satoshi, created: Satoshi)
  /// A spend without witness needs the whole previous transaction (BIP-0174, signer's checks).
  case witnessUTXOForLegacySpend(input: Int)
  /// The sighash type is none that the kind of spend has, or none that the signer takes.
  case unacceptableSighashType(input: Int, SighashType)
  /// A signature has another sighash type than the input asks for.
  case differentSighashType(input: Int, needed: SighashType, found: SighashType)
  /// Signatures, keys or scripts are missing.
  case unfinished(input: Int, PSBTShortage)
  /// What was put together does not satisfy the spent output.
  case invalidSpend(input: Int, ScriptFailure)
}
