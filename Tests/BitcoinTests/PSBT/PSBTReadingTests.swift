import Testing

@testable import Bitcoin

@Suite("PSBT: reading what is wrong in one place")
struct PSBTReadingTests {
  /// A PSBT with one input and one output, and the entries to add to its maps.
  private func bytes(
    _ version: PSBTVersion = .v0, global: [PSBTRecord] = [], input: [PSBTRecord] = [],
    output: [PSBTRecord] = [], without: PSBTField? = nil
  ) throws -> [UInt8] {
    let transaction = Transaction(
      version: 2, inputs: [TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0))],
      outputs: [TxOut(value: Satoshi(1), scriptPubKey: ScriptPubKey([Opcode.push1]))])
    var psbt = try PartiallySignedTransaction(transaction, version: version)
    for record in global { psbt.global.set(record) }
    for record in input { psbt.inputs[0].map.set(record) }
    for record in output { psbt.outputs[0].map.set(record) }
    if let without {
      switch without.scope {
      case .global: psbt.global[without] = nil
      case .input: psbt.inputs[0].map[without] = nil
      case .output: psbt.outputs[0].map[without] = nil
      }
    }
    return psbt.encoded()
  }

  private func record(_ field: PSBTField, _ key: [UInt8] = [], _ value: [UInt8]) -> PSBTRecord {
    PSBTRecord(type: field.type, keyData: key, value: value)
  }

  /// Where the first entry of the input's map begins in a PSBT of version 0 of `bytes()`.
  private static let inputStart = 5 + 3 + 61 + 1

  @Test(
    "an entry that is wrong in itself is named, with its fault and its place",
    arguments: [
      (PSBTField.inputWitnessUTXO, [1], [], .keyDataNotEmpty(count: 1)),
      (.inputWitnessUTXO, [], [], .malformedValue(.truncated(needed: 8, at: 0))),
      (
        .inputWitnessUTXO, [], [0, 0, 0, 0, 0, 0, 0, 0, 0, 9],
        .malformedValue(.trailingBytes(count: 1, at: 9))
      ),
      (.inputPartialSignature, [2], [], .invalidKey),
      (.inputPartialSignature, PSBTSpendCase.points[0].bytes, [0x30, 1], .invalidSignature),
      (.inputSighashType, [], [1], .valueSize(found: 1)),
      (.inputDerivation, PSBTSpendCase.points[0].bytes, [1, 2, 3], .valueSize(found: 3)),
      (.inputDerivation, PSBTSpendCase.points[0].bytes, [1, 2, 3, 4, 5], .valueSize(found: 5)),
      (.inputDerivation, [UInt8](repeating: 2, count: 32), [1, 2, 3, 4], .invalidKey),
      (.inputFinalWitness, [], [2, 0], .malformedValue(.truncated(needed: 1, at: 2))),
      (.inputReservesCommitment, [], [0xff], .notText),
      (.inputSha256, [UInt8](repeating: 0, count: 32), [1], .wrongPreimage),
      (.inputRipemd160, [1, 2], [1], .keyDataSize(found: 2)),
      (.inputHash160, [UInt8](repeating: 0, count: 20), [], .wrongPreimage),
      (.inputHash256, [UInt8](repeating: 0, count: 32), [], .wrongPreimage),
      (.inputTapKeySignature, [], [UInt8](repeating: 1, count: 63), .valueSize(found: 63)),
      (.inputTapScriptSignature, [UInt8](repeating: 1, count: 63), [], .keyDataSize(found: 63)),
      (.inputTapLeafScript, [UInt8](repeating: 1, count: 34), [0xc0], .keyDataSize(found: 34)),
      (
        .inputTapLeafScript, [UInt8](repeating: 1, count: 33 + 129 * 32), [0xc0],
        .keyDataSize(found: 33 + 129 * 32)
      ),
      (.inputTapLeafScript, [UInt8](repeating: 1, count: 33), [], .valueSize(found: 0)),
      (
        .inputTapDerivation, [UInt8](repeating: 1, count: 32), [0xfe, 0, 0, 0, 2],
        .malformedValue(.truncated(needed: 0x4000_0000, at: 5))
      ),
      (.inputTapMerkleRoot, [], [1], .valueSize(found: 1)),
      (.inputProprietary, [5, 1], [], .malformedValue(.truncated(needed: 4, at: 1))),
      (.inputMuSigNonce, [UInt8](repeating: 2, count: 67), [], .keyDataSize(found: 67)),
    ] as [(PSBTField, [UInt8], [UInt8], PSBTFault)])
  func wrongEntry(
    _ field: PSBTField, _ key: [UInt8], _ value: [UInt8], _ fault: PSBTFault
  ) throws {
    let bytes = try bytes(input: [record(field, key, value)])
    #expect(
      throws: PSBTError.invalidRecord(
        field, .input(0), fault, at: PSBTReadingTests.inputStart)
    ) { try PartiallySignedTransaction(decoding: bytes) }
  }

  @Test(
    "a taproot tree must be whole",
    arguments: [
      ([], false), ([0, 0xc0, 0], true), ([1, 0xc0, 0], false), ([0, 0xc1, 0], false),
      ([1, 0xc0, 0, 1, 0xc0, 1, 0x51], true), ([1, 0xc0, 0, 2, 0xc0, 0, 2, 0xc0, 0], true),
      ([2, 0xc0, 0, 1, 0xc0, 0, 2, 0xc0, 0], false), ([0, 0xc0, 0, 0, 0xc0, 0], false),
      ([1, 0xc0, 0, 1, 0xc0, 0, 0, 0xc0, 0], false), ([129, 0xc0, 0], false),
    ] as [([UInt8], Bool)])
  func tree(_ tree: [UInt8], isWhole: Bool) throws {
    let bytes = try bytes(output: [record(.outputTapTree, [], tree)])
    let psbt = try? PartiallySignedTransaction(decoding: bytes)
    #expect((psbt != nil) == isWhole)
    #expect((psbt?.outputs[0].tapTree != nil) == isWhole)
    if var psbt {
      psbt[output: 0].tapTree = psbt.outputs[0].tapTree
      #expect(psbt.encoded() == bytes)
    }
  }

  @Test("an entry that a version must not have is named", arguments: PSBTField.allCases)
  func excluded(_ field: PSBTField) throws {
    for version in PSBTVersion.allCases where !field.isAllowed(in: version) {
      let value: [UInt8] =
        switch field {
        case .globalUnsignedTransaction: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        case .globalModifiable, .globalInputCount, .globalOutputCount: [1]
        case .outputAmount: [UInt8](repeating: 0, count: 8)
        case .inputPreviousTxid: [UInt8](repeating: 0, count: 32)
        case .inputRequiredTime: [0, 0, 0, 0x7f]
        default: [1, 0, 0, 0]
        }
      let bytes = try bytes(
        version, global: field.scope == .global ? [record(field, [], value)] : [],
        input: field.scope == .input ? [record(field, [], value)] : [],
        output: field.scope == .output ? [record(field, [], value)] : [])
      let error = #expect(throws: PSBTError.self) {
        try PartiallySignedTransaction(decoding: bytes)
      }
      guard case .excludedRecord(field, let place, version, at: .some) = try #require(error) else {
        Issue.record("\(field): \(String(describing: error))")
        continue
      }
      #expect(place.scope == field.scope)
    }
  }

  @Test("an entry that a version must have is named", arguments: PSBTVersion.allCases)
  func missing(_ version: PSBTVersion) throws {
    for scope in [PSBTScope.global, .input, .output] {
      for field in PSBTField.required(in: scope, version) where field != .globalVersion {
        let bytes = try bytes(version, without: field)
        let error = #expect(throws: PSBTError.self) {
          try PartiallySignedTransaction(decoding: bytes)
        }
        guard case .missingRecord(field, _, version, at: .some) = try #require(error) else {
          Issue.record("\(field): \(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test("other versions, magic, Base64")
  func others() throws {
    let version = record(.globalVersion, [], [1, 0, 0, 0])
    let bytes = try bytes(global: [version])
    #expect(throws: PSBTError.unsupportedVersion(1)) {
      try PartiallySignedTransaction(decoding: bytes)
    }
    #expect(throws: PSBTError.notPSBT) { try PartiallySignedTransaction(decoding: []) }
    #expect(throws: PSBTError.notBase64) { try PartiallySignedTransaction(base64: "cHNidP8") }
    #expect(throws: PSBTError.signedTransaction(input: 0)) {
      try PartiallySignedTransaction(
        Transaction(inputs: [TxIn(prevout: .null, scriptSig: ScriptSig([1]))], outputs: []))
    }
  }

  @Test("a count that lies costs nothing")
  func lyingCount() throws {
    let count = record(.globalInputCount, [], [0xfe, 0, 0, 0, 2])
    let bytes = try bytes(.v2, global: [count])
    #expect(throws: PSBTError.self) { try PartiallySignedTransaction(decoding: bytes) }
  }
}

// MARK: - Changed bytes

extension PSBTReadingTests {
  /// PSBTs with many kinds of entries.
  static let rich = OfficialPSBT.all("valid").filter {
    ["BIP-0174", "BIP-0370", "BIP-0371"].contains($0.source)
  }

  @Test(
    "each byte changed or everything after it cut off: an error, or the same bytes again",
    .tags(.property), arguments: rich)
  func changed(_ vector: OfficialPSBT) throws {
    let bytes = try #require(Base64.decode(vector.psbt))
    var generator = SeededGenerator(seed: UInt64(bytes.count))
    for index in bytes.indices {
      let cut = [UInt8](bytes[..<index])
      #expect(throws: PSBTError.self) { try PartiallySignedTransaction(decoding: cut) }
      var other = bytes
      other[index] ^= UInt8.random(in: 1...255, using: &generator)
      if let psbt = try? PartiallySignedTransaction(decoding: other) {
        #expect(psbt.encoded() == other)
        // No role may trap on what was read.
        guard index % 8 == 0 else { continue }
        var signed = psbt
        _ = try? signed.sign(with: PSBTKeyRing(PSBTSpendCase.keys))
        _ = try? signed.finalise()
        _ = try? signed.extract()
        _ = try? psbt.converted(to: psbt.version == .v0 ? .v2 : .v0)
        _ = try? psbt.computeFee()
      }
    }
    #expect(throws: PSBTError.malformed(.trailingBytes(count: 1, at: bytes.count))) {
      try PartiallySignedTransaction(decoding: bytes + [0])
    }
  }
}
