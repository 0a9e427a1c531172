// MARK: - Reading

extension PartiallySignedTransaction {
  /// The PSBT that these bytes are, all of them.
  ///
  /// - Throws: `PSBTError` for whatever BIP-0174, BIP-0370 and BIP-0371 do not allow, and for UTXO
  ///   entries that contradict the prevout or each other.
  public init(decoding bytes: [UInt8]) throws(PSBTError) {
    var reader = PSBTReader(bytes.span)
    try reader.readMagic()
    let global = try reader.readMap(.global)
    let version = try PartiallySignedTransaction.version(of: global.map)
    try global.check(version)
    let (inputCount, outputCount) = PartiallySignedTransaction.counts(in: global.map, version)
    // The counts are not believed before the maps are there, each of which takes a byte.
    var inputs: [PSBTInput] = []
    var outputs: [PSBTOutput] = []
    for index in 0..<inputCount {
      let read = try reader.readMap(.input(index))
      try read.check(version)
      inputs.append(PSBTInput(read.map))
    }
    for index in 0..<outputCount {
      let read = try reader.readMap(.output(index))
      try read.check(version)
      outputs.append(PSBTOutput(read.map))
    }
    try reader.finish()
    self.init(version: version, global: global.map, inputs: inputs, outputs: outputs)
    try checkSpentOutputs()
  }

  /// The PSBT that this Base64 text is.
  ///
  /// - Throws: `notBase64`, and what `init(decoding:)` throws.
  public init(base64 text: String) throws(PSBTError) {
    guard let bytes = Base64.decode(text) else { throw .notBase64 }
    try self.init(decoding: bytes)
  }

  /// The version that a global map says, 0 if it says none.
  private static func version(of global: PSBTMap) throws(PSBTError) -> PSBTVersion {
    guard let number = global[.globalVersion].flatMap(UInt32.init(littleEndian:)) else {
      return .v0
    }
    guard let version = PSBTVersion(rawValue: number) else { throw .unsupportedVersion(number) }
    return version
  }

  /// How many maps follow a global map that was checked.
  private static func counts(
    in global: PSBTMap, _ version: PSBTVersion
  ) -> (inputs: Int, outputs: Int) {
    switch version {
    case .v0:
      let bytes = global[.globalUnsignedTransaction] ?? []
      let transaction = try? Transaction(decodingWithoutWitness: bytes)
      return (transaction?.inputs.count ?? 0, transaction?.outputs.count ?? 0)
    case .v2:
      let inputs = try? PSBTField.count(in: global[.globalInputCount] ?? [])
      let outputs = try? PSBTField.count(in: global[.globalOutputCount] ?? [])
      return (inputs ?? 0, outputs ?? 0)
    }
  }
}

// MARK: - Writing

extension PartiallySignedTransaction {
  /// The PSBT's bytes: for one that was read and not changed, the bytes that were read.
  public func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 512 * (inputs.count + outputs.count + 1))
    writer.write(PSBTReader.magic)
    global.encode(into: &writer)
    for input in inputs { input.map.encode(into: &writer) }
    for output in outputs { output.map.encode(into: &writer) }
    return writer.bytes
  }

  /// The bytes as Base64.
  public func encodedBase64() -> String {
    Base64.encode(encoded())
  }
}
