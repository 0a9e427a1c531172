extension PSBTError: CustomStringConvertible {
  /// What is wrong, and where.
  public var description: String {
    switch self {
    case .notPSBT: "no psbt: the magic bytes 70736274ff are missing at byte 0"
    case .notBase64: "not base64"
    case .malformed(let error): "psbt with \(error)"
    case .unsupportedVersion(let version): "psbt version \(version), known are 0 and 2"
    case .duplicateRecord(let key, let place, let position):
      "key \(PSBTError.shown(key)) twice in \(place) at byte \(position)"
    case .invalidRecord(let field, let place, let fault, let position):
      "\(field) of \(place) with \(fault)\(PSBTError.at(position))"
    case .missingRecord(let field, let place, let version, let position):
      "no \(field) in \(place) of version \(version)\(PSBTError.at(position))"
    case .excludedRecord(let field, let place, let version, let position):
      "\(field) in \(place) of version \(version)\(PSBTError.at(position))"
    case .wrongPreviousTransaction(let input, let needed, let found):
      "non-witness utxo \(found) where input \(input) spends \(needed)"
    case .missingPreviousOutput(let input, let prevout):
      "non-witness utxo without output \(prevout) that input \(input) spends"
    case .amountsDiffer(let input, let witness, let nonWitness):
      "witness utxo of \(witness) beside non-witness utxo of \(nonWitness) in input \(input)"
    case .scriptsDiffer(let input):
      "witness utxo with another script than the non-witness utxo in input \(input)"
    case .unknownSpentOutput(let input): "no utxo for input \(input)"
    case .wrongReservesCommitment(let input):
      "input \(input) does not commit to the message of its proof of reserves"
    case .conflictingLockTimes: "inputs that need a time and inputs that need a height"
    case .signedTransaction(let input): "input \(input) of the transaction is signed already"
    case .differentTransactions(let first, let second):
      "psbts of different transactions: \(first), \(second)"
    case .differentVersions(let first, let second):
      "psbts of different versions: \(first), \(second)"
    case .conflictingRecords(let field, let place): "two values of \(field) in \(place)"
    case .notModifiable(let scope): "nothing may be added to the \(scope)s"
    case .wrongRedeemScript(let input):
      "redeem script without the hash that input \(input) spends"
    case .wrongWitnessScript(let input):
      "witness script without the hash that input \(input) spends"
    case .wrongTapLeaf(let input):
      "control block that does not lead to the output key in input \(input)"
    case .outputsExceedInputs(let spent, let created):
      "outputs of \(created) from inputs of \(spent)"
    case .witnessUTXOForLegacySpend(let input):
      "witness utxo alone for input \(input), which is no witness spend"
    case .unacceptableSighashType(let input, let type):
      "sighash type \(type.rawValue) of input \(input) is not taken"
    case .differentSighashType(let input, let needed, let found):
      "sighash type \(found.rawValue) in a signature of input \(input), needed: \(needed.rawValue)"
    case .unfinished(let input, let shortage): "input \(input): \(shortage)"
    case .invalidSpend(let input, let failure): "input \(input) is not satisfied: \(failure)"
    }
  }

  /// The key as far as one with a public key goes: others may be as long as the file.
  private static func shown(_ key: [UInt8]) -> String {
    let most = 66
    guard key.count > most else { return Hex.encode(key) }
    return "\(Hex.encode([UInt8](key[..<most])))... (\(key.count) bytes)"
  }

  private static func at(_ position: Int?) -> String {
    position.map { " at byte \($0)" } ?? ""
  }
}
