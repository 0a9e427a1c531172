extension PartiallySignedTransaction {
  /// An empty PSBT of version 2, to which inputs and outputs are added (BIP-0370, creator).
  public init(
    transactionVersion: UInt32 = 2, fallbackLockTime: UInt32 = 0,
    modifiable: PSBTModifiable = [.inputs, .outputs]
  ) {
    self.init(version: .v2, global: PSBTMap(), inputs: [], outputs: [])
    global[.globalVersion] = PSBTVersion.v2.rawValue.littleEndianBytes
    global[.globalTransactionVersion] = transactionVersion.littleEndianBytes
    global[.globalFallbackLockTime] = fallbackLockTime.littleEndianBytes
    global[.globalModifiable] = [modifiable.rawValue]
    global.setCount(.globalInputCount, 0)
    global.setCount(.globalOutputCount, 0)
  }

  /// Adds an input at the end (BIP-0370, constructor).
  ///
  /// `lockTime` is the least lock time that the input asks for, below 500,000,000 a height and else a
  /// time; 0 asks for none.
  ///
  /// - Throws: `notModifiable` where the flags or the version forbid it, or where an input and its
  ///   output are bound together; `conflictingLockTimes` where no lock time suits all inputs, or
  ///   where the input would change it under a signature.
  public mutating func add(
    _ prevout: OutPoint, sequence: UInt32 = 0xffff_ffff, lockTime: UInt32 = 0
  ) throws(PSBTError) {
    guard let modifiable, modifiable.contains(.inputs), !modifiable.contains(.hasSingle) else {
      throw .notModifiable(.input)
    }
    var input = PSBTInput()
    input.setOwn(TxIn(prevout: prevout, sequence: sequence))
    if lockTime >= PartiallySignedTransaction.leastLockTime {
      input.map[.inputRequiredTime] = lockTime.littleEndianBytes
    } else if lockTime > 0 {
      input.map[.inputRequiredHeight] = lockTime.littleEndianBytes
    }
    var longer = self
    longer.inputs.append(input)
    longer.global.setCount(.globalInputCount, longer.inputs.count)
    let isSigned = inputs.contains { $0.isFinal || $0.hasSignatures }
    let (old, new) = (try computeLockTime(), try longer.computeLockTime())
    guard !isSigned || old == new else { throw .conflictingLockTimes }
    self = longer
  }

  /// Adds an output at the end (BIP-0370, constructor).
  ///
  /// - Throws: `notModifiable` where the flags or the version forbid it, or where an input and its
  ///   output are bound together.
  public mutating func add(_ output: TxOut) throws(PSBTError) {
    guard let modifiable, modifiable.contains(.outputs), !modifiable.contains(.hasSingle) else {
      throw .notModifiable(.output)
    }
    var new = PSBTOutput()
    new.setOwn(output)
    outputs.append(new)
    global.setCount(.globalOutputCount, outputs.count)
  }
}

extension PSBTInput {
  /// Whether some signature has been made.
  fileprivate var hasSignatures: Bool {
    [.inputPartialSignature, .inputTapKeySignature, .inputTapScriptSignature].contains {
      (field: PSBTField) in !map.records(of: field).isEmpty
    }
  }
}
