import Bitcoin

/// A PSBT is written back as it stood and stays itself from version to version; every role ends with a
/// PSBT or an error, and what is extracted satisfies what it spends.
enum PSBTLaws {
  private static let ring: PSBTKeyRing = {
    var ring = PSBTKeyRing((UInt8(0)..<4).map { FuzzKeys.at($0).secret })
    if let key = ExtendedSecretKey(seed: [UInt8](repeating: 1, count: 16)) { ring.add(key) }
    return ring
  }()

  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let psbt: PartiallySignedTransaction
    do throws(PSBTError) {
      psbt = try PartiallySignedTransaction(decoding: input)
    } catch {
      return try expect(!"\(error)".isEmpty, "an error without words")
    }
    try expect(psbt.encoded() == input, "written back as \(Hex.encode(psbt.encoded()))")
    try expect(
      (try? PartiallySignedTransaction(base64: psbt.encodedBase64())) == psbt, "another Base64")
    _ = try? psbt.computeFee()
    _ = try? psbt.spentOutputs()
    try checkVersions(psbt)
    try checkRoles(psbt)
  }

  private static func checkVersions(_ psbt: PartiallySignedTransaction) throws(FuzzFinding) {
    guard let transaction = try? psbt.unsignedTransaction() else { return }
    for version in [PSBTVersion.v0, .v2] {
      guard let converted = try? psbt.converted(to: version) else { continue }
      try checkReading(converted)
      try expect(
        (try? converted.unsignedTransaction()) == transaction, "another transaction in \(version)")
    }
  }

  /// What a role made is read back as the same.
  private static func checkReading(_ psbt: PartiallySignedTransaction) throws(FuzzFinding) {
    let again: PartiallySignedTransaction
    do throws(PSBTError) {
      again = try PartiallySignedTransaction(decoding: psbt.encoded())
    } catch {
      throw FuzzFinding("\(Hex.encode(psbt.encoded())) is not read back: \(error)")
    }
    try expect(again == psbt, "\(Hex.encode(psbt.encoded())) is read back otherwise")
  }

  private static func checkRoles(_ psbt: PartiallySignedTransaction) throws(FuzzFinding) {
    if let combined = try? PartiallySignedTransaction.combine(psbt, psbt) {
      try expect(combined == psbt, "a PSBT combined with itself is another")
    }
    let accepted = Set((0...0x83).map { SighashType(rawValue: $0) })
    var signed = psbt
    if let count = try? signed.sign(with: ring, accepting: accepted) {
      try expect(count > 0 || signed == psbt, "changed without a signature")
      try checkReading(signed)
      if let combined = try? PartiallySignedTransaction.combine(psbt, signed) {
        try checkReading(combined)
      }
    }
    for flags in [ScriptFlags.standard, .consensus] {
      var final = signed
      guard let failures = try? final.finalise(flags: flags) else { continue }
      try expect(
        failures.isEmpty == final.inputs.allSatisfy(\.isFinal), "final with \(failures.count)")
      try checkReading(final)
      try checkExtracted(final)
    }
  }

  private static func checkExtracted(_ psbt: PartiallySignedTransaction) throws(FuzzFinding) {
    guard let transaction = try? psbt.extract() else { return }
    let spent = ((try? psbt.spentOutputs()) ?? []).compactMap(\.self)
    try expect(spent.count == transaction.inputs.count, "extracted with unknown outputs")
    for input in transaction.inputs.indices {
      try expect(
        SpendVerifier.verify(transaction, input: input, spentOutputs: spent) == .valid,
        "input \(input) was extracted without being satisfied")
    }
    try expect(
      (try? psbt.unsignedTransaction().computeTxid()) == transaction.computeTxid()
        || transaction.inputs.contains { !$0.scriptSig.bytes.isEmpty },
      "another transaction was extracted")
  }
}
