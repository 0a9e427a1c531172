extension PartiallySignedTransaction {
  /// Makes one PSBT of several for the same transaction, with all that any of them knows.
  ///
  /// Where two of them have different signatures, UTXOs, final scripts or entries that are not
  /// understood under one key, the first one's stay; any other contradiction is an error. What may be
  /// modified is what all of them allow.
  ///
  /// - Throws: `differentVersions`, `differentTransactions`, `conflictingRecords`, and what
  ///   `checkSpentOutputs` throws.
  public static func combine(
    _ first: PartiallySignedTransaction, _ others: PartiallySignedTransaction...
  ) throws(PSBTError) -> PartiallySignedTransaction {
    var combined = first
    for other in others { try combined.combine(with: other) }
    return combined
  }

  /// Takes in all that another PSBT for the same transaction knows; see `combine`.
  ///
  /// - Throws: as `combine`; then nothing is changed.
  public mutating func combine(with other: PartiallySignedTransaction) throws(PSBTError) {
    guard version == other.version else { throw .differentVersions(version, other.version) }
    let (own, its) = (try computeIdentifier(), try other.computeIdentifier())
    guard own == its else { throw .differentTransactions(own, its) }
    var combined = self
    try combined.global.combine(with: other.global, .global)
    for index in inputs.indices {
      try combined.inputs[index].map.combine(with: other.inputs[index].map, .input(index))
    }
    for index in outputs.indices {
      try combined.outputs[index].map.combine(with: other.outputs[index].map, .output(index))
    }
    try combined.checkSpentOutputs()
    self = combined
  }
}

extension PSBTMap {
  /// Takes in the entries of another map that this one does not have.
  fileprivate mutating func combine(
    with other: PSBTMap, _ place: PSBTPlace
  ) throws(PSBTError) {
    let known = Dictionary(uniqueKeysWithValues: records.map { ($0.key, $0.value) })
    var new: [PSBTRecord] = []
    for record in other.records {
      guard let value = known[record.key] else {
        new.append(record)
        continue
      }
      guard value != record.value, let field = PSBTField(record.type, in: place.scope) else {
        continue
      }
      if field == .globalModifiable {
        self[field] = [PSBTMap.combineFlags(value, record.value)]
      } else if !field.mayDiffer {
        throw .conflictingRecords(field, place)
      }
    }
    insert(new)
  }

  /// What both allow, and whether either has bound an input to its output.
  private static func combineFlags(_ first: [UInt8], _ second: [UInt8]) -> UInt8 {
    let (first, second) = (first.first ?? 0, second.first ?? 0)
    let single = PSBTModifiable.hasSingle.rawValue
    return first & second & ~single | (first | second) & single
  }
}

extension PSBTField {
  /// Whether two PSBTs of one transaction may have different values and both be right.
  fileprivate var mayDiffer: Bool {
    switch self {
    case .inputNonWitnessUTXO, .inputPartialSignature, .inputFinalScriptSig, .inputFinalWitness,
      .inputTapKeySignature, .inputTapScriptSignature, .inputMuSigNonce,
      .inputMuSigPartialSignature, .globalProprietary, .inputProprietary, .outputProprietary:
      true
    default: false
    }
  }
}
