extension PSBTField {
  /// What is wrong with an entry of this type, judged by itself; nil if nothing is.
  ///
  /// Sizes and contents as BIP-0174, BIP-0370, BIP-0371 and BIP-0373 give them; the encoding of an
  /// ECDSA signature as Bitcoin Core wants it (Core: `PSBTInput::Unserialize`, psbt.h).
  func fault(of record: PSBTRecord) -> PSBTFault? {
    faultOfKey(record.keyData) ?? faultOfValue(record)
  }

  // MARK: - Keys

  private func faultOfKey(_ data: [UInt8]) -> PSBTFault? {
    switch self {
    case .globalProprietary, .inputProprietary, .outputProprietary:
      return PSBTField.faultOfProprietaryKey(data)
    case .globalExtendedKey:
      guard data.count == ExtendedKeyForm.size else { return .keyDataSize(found: data.count) }
      return PSBTField.isCompressedKey(data[ExtendedKeyForm.keyPlace]) ? nil : .invalidKey
    case .inputPartialSignature, .inputDerivation, .outputDerivation:
      return PublicKey(bytes: data) == nil ? .invalidKey : nil
    case .inputRipemd160, .inputHash160:
      return data.count == 20 ? nil : .keyDataSize(found: data.count)
    case .inputSha256, .inputHash256, .inputTapDerivation, .outputTapDerivation:
      return data.count == 32 ? nil : .keyDataSize(found: data.count)
    case .inputTapScriptSignature:
      return data.count == 64 ? nil : .keyDataSize(found: data.count)
    case .inputTapLeafScript:
      // BIP-0341: one byte, the internal key, and a path of 128 hashes at most.
      let isSized = data.count >= 33 && data.count <= 33 + 32 * 128 && (data.count - 33) % 32 == 0
      return isSized ? nil : .keyDataSize(found: data.count)
    case .inputMuSigParticipants, .outputMuSigParticipants:
      return PSBTField.faultOfCompressedKeys(data, count: 1, tails: [0])
    case .inputMuSigNonce, .inputMuSigPartialSignature:
      return PSBTField.faultOfCompressedKeys(data, count: 2, tails: [0, 32])
    default:
      return data.isEmpty ? nil : .keyDataNotEmpty(count: data.count)
    }
  }

  /// `identifier length (CompactSize) | identifier | subtype (CompactSize) | key data` (BIP-0174).
  private static func faultOfProprietaryKey(_ data: [UInt8]) -> PSBTFault? {
    var reader = ByteReader(data.span)
    do {
      _ = try reader.readCountedBytes()
      _ = try reader.readCompactSize()
    } catch {
      return .malformedValue(error)
    }
    return nil
  }

  private static func faultOfCompressedKeys(
    _ bytes: [UInt8], count: Int, tails: [Int]
  ) -> PSBTFault? {
    let size = PublicKey.compressedSize
    guard tails.contains(bytes.count - count * size) else {
      return .keyDataSize(found: bytes.count)
    }
    for index in 0..<count
    where !isCompressedKey(bytes[index * size..<(index + 1) * size]) {
      return .invalidKey
    }
    return nil
  }

  private static func isCompressedKey(_ bytes: ArraySlice<UInt8>) -> Bool {
    PublicKey(bytes: [UInt8](bytes))?.isCompressed ?? false
  }

  // MARK: - Values

  private func faultOfValue(_ record: PSBTRecord) -> PSBTFault? {
    let value = record.value
    switch self {
    case .globalUnsignedTransaction:
      return PSBTField.faultOfUnsigned(value)
    case .inputNonWitnessUTXO:
      return PSBTField.fault { () throws(DecodingError) in _ = try Transaction(decoding: value) }
    case .inputWitnessUTXO:
      return PSBTField.fault { () throws(DecodingError) in _ = try TxOut(decoding: value) }
    case .inputFinalWitness:
      return PSBTField.fault { () throws(DecodingError) in _ = try Witness(decoding: value) }
    case .globalInputCount, .globalOutputCount:
      return PSBTField.fault { () throws(DecodingError) in
        _ = try PSBTField.count(in: value)
      }
    case .globalExtendedKey:
      return faultOfPath(value, depth: Int(record.keyData[ExtendedKeyForm.depthPlace]))
    case .inputDerivation, .outputDerivation:
      return faultOfPath(value, depth: nil)
    case .inputTapDerivation, .outputTapDerivation:
      return PSBTField.faultOfTapDerivation(value)
    case .inputPartialSignature:
      return PSBTField.isSignature(value) ? nil : .invalidSignature
    case .inputRipemd160, .inputSha256, .inputHash160, .inputHash256:
      return hash(of: value) == record.keyData ? nil : .wrongPreimage
    case .inputTapKeySignature, .inputTapScriptSignature:
      return (64...65).contains(value.count) ? nil : .valueSize(found: value.count)
    case .inputTapLeafScript:
      return value.isEmpty ? .valueSize(found: 0) : nil
    case .outputTapTree:
      return PSBTField.faultOfTree(value)
    case .inputMuSigParticipants, .outputMuSigParticipants:
      return PSBTField.faultOfParticipants(value)
    case .inputRequiredTime, .inputRequiredHeight:
      return faultOfLockTime(value)
    case .inputReservesCommitment, .globalGenericSignedMessage:
      return String(validating: value, as: UTF8.self) == nil ? .notText : nil
    default:
      guard let size = fixedSize, value.count != size else { return nil }
      return .valueSize(found: value.count)
    }
  }

  /// How many bytes the value takes, where it always takes as many.
  private var fixedSize: Int? {
    switch self {
    case .globalModifiable: 1
    case .globalVersion, .globalTransactionVersion, .globalFallbackLockTime, .inputSighashType,
      .inputOutputIndex, .inputSequence:
      4
    case .outputAmount: 8
    case .inputPreviousTxid, .inputTapInternalKey, .inputTapMerkleRoot, .outputTapInternalKey,
      .inputMuSigPartialSignature:
      32
    case .inputMuSigNonce: 66
    default: nil
    }
  }

  private static func fault(in read: () throws(DecodingError) -> Void) -> PSBTFault? {
    do {
      try read()
    } catch {
      return .malformedValue(error)
    }
    return nil
  }

  /// A CompactSize that is the whole value.
  static func count(in value: [UInt8]) throws(DecodingError) -> Int {
    var reader = ByteReader(value.span)
    let count = try reader.readCompactSize()
    try reader.finish()
    return count
  }

  private static func faultOfUnsigned(_ value: [UInt8]) -> PSBTFault? {
    do {
      let transaction = try Transaction(decodingWithoutWitness: value)
      let signed = transaction.inputs.firstIndex { !$0.scriptSig.bytes.isEmpty }
      return signed.map { .notUnsigned(input: $0) }
    } catch {
      return .malformedValue(error)
    }
  }

  /// `fingerprint (4) | step (4, LE) …`
  private func faultOfPath(_ value: [UInt8], depth: Int?) -> PSBTFault? {
    guard value.count >= 4, value.count % 4 == 0 else { return .valueSize(found: value.count) }
    let steps = value.count / 4 - 1
    guard let depth, depth != steps else { return nil }
    return .wrongDepth(needed: depth, found: steps)
  }

  /// `count of leaf hashes (CompactSize) | leaf hash (32) … | fingerprint (4) | step (4, LE) …`
  private static func faultOfTapDerivation(_ value: [UInt8]) -> PSBTFault? {
    var reader = ByteReader(value.span)
    do {
      let count = try reader.readCompactSize()
      _ = try reader.readBytes(32 * count)
    } catch {
      return .malformedValue(error)
    }
    let rest = reader.remaining
    return rest >= 4 && rest % 4 == 0 ? nil : .valueSize(found: value.count)
  }

  /// Strict DER, then a sighash type that is defined (Core: `CheckSignatureEncoding`,
  /// script/interpreter.cpp, with DERSIG and STRICTENC).
  private static func isSignature(_ value: [UInt8]) -> Bool {
    guard let type = value.last, (1...3).contains(type & 0x7f) else { return false }
    return ECDSASignature(der: [UInt8](value.dropLast())) != nil
  }

  private func hash(of preimage: [UInt8]) -> [UInt8] {
    switch self {
    case .inputRipemd160: Digest.ripemd160(preimage)
    case .inputSha256: Digest.sha256(preimage)
    case .inputHash160: Hash160(hashing: preimage).bytes
    default: Hash256(doubleSHA256: preimage).bytes
    }
  }

  private static func faultOfParticipants(_ value: [UInt8]) -> PSBTFault? {
    let size = PublicKey.compressedSize
    guard !value.isEmpty, value.count % size == 0 else { return .valueSize(found: value.count) }
    return faultOfCompressedKeys(value, count: value.count / size, tails: [0])
  }

  /// A time from 500,000,000 on, or a height from 1 up to it (BIP-0370).
  private func faultOfLockTime(_ value: [UInt8]) -> PSBTFault? {
    guard let lockTime = UInt32(littleEndian: value) else {
      return .valueSize(found: value.count)
    }
    let isTime = lockTime >= PartiallySignedTransaction.leastLockTime
    let isInRange = self == .inputRequiredTime ? isTime : !isTime && lockTime > 0
    return isInRange ? nil : .lockTimeOutOfRange(lockTime)
  }

  /// `depth (1) | leaf version (1) | script, counted` for each leaf, depth first.
  private static func faultOfTree(_ value: [UInt8]) -> PSBTFault? {
    var reader = ByteReader(value.span)
    var depths: [UInt8] = []
    do {
      while !reader.isAtEnd {
        let depth = try reader.readUInt8()
        let version = try reader.readUInt8()
        _ = try reader.readCountedBytes()
        // BIP-0341: a path has 128 steps at most, and a leaf version's lowest bit is not its own.
        guard depth <= 128, version & 1 == 0, depths != [0] else { return .malformedTree }
        depths.append(depth)
        // Two siblings are their parent.
        while let last = depths.last, last > 0, depths.count > 1,
          depths[depths.count - 2] == last
        {
          depths.removeLast(2)
          depths.append(last - 1)
        }
      }
    } catch {
      return .malformedValue(error)
    }
    return depths == [0] ? nil : .malformedTree
  }
}
