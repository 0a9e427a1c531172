/// A transaction on its way between those who make, sign and send it (BIP-0174, BIP-0370), with the
/// entries of taproot (BIP-0371).
///
/// ```
/// 70736274ff | global map | a map for each input | a map for each output
/// ```
/// Entries that are not understood stay, in their places, so that what is read is written again byte
/// for byte. Each role is an extension: combining, signing, finalising, extracting, converting.
public struct PartiallySignedTransaction: Hashable, Sendable {
  /// The version of the format.
  public let version: PSBTVersion
  /// The entries of the global map.
  var global: PSBTMap
  /// What is known about each input.
  public internal(set) var inputs: [PSBTInput]
  /// What is known about each output.
  public internal(set) var outputs: [PSBTOutput]

  /// A PSBT of these maps, which are checked already.
  init(version: PSBTVersion, global: PSBTMap, inputs: [PSBTInput], outputs: [PSBTOutput]) {
    self.version = version
    self.global = global
    self.inputs = inputs
    self.outputs = outputs
  }

  /// What is known about the input at `index`, to be read and to be added to.
  ///
  /// - Precondition: `index` is the place of an input.
  public subscript(input index: Int) -> PSBTInput {
    get { inputs[index] }
    set { inputs[index] = newValue }
  }

  /// What is known about the output at `index`, to be read and to be added to.
  ///
  /// - Precondition: `index` is the place of an output.
  public subscript(output index: Int) -> PSBTOutput {
    get { outputs[index] }
    set { outputs[index] = newValue }
  }

  /// The least lock time that is a time and not a height (Core: `LOCKTIME_THRESHOLD`,
  /// script/script.h).
  public static let leastLockTime: UInt32 = 500_000_000
}

// MARK: - Making

extension PartiallySignedTransaction {
  /// The PSBT of a transaction about whose inputs nothing is known yet.
  ///
  /// - Throws: `signedTransaction` if an input has a script or a witness.
  public init(
    _ transaction: Transaction, version: PSBTVersion = .v0
  ) throws(PSBTError) {
    if let signed = transaction.inputs.firstIndex(where: {
      !$0.scriptSig.bytes.isEmpty || !$0.witness.isEmpty
    }) {
      throw .signedTransaction(input: signed)
    }
    self.init(
      version: .v0, global: PSBTMap(),
      inputs: transaction.inputs.map { _ in PSBTInput() },
      outputs: transaction.outputs.map { _ in PSBTOutput() })
    global[.globalUnsignedTransaction] = transaction.encoded(includingWitness: false)
    if version == .v2 { self = try converted(to: .v2) }
  }
}

// MARK: - The transaction

extension PartiallySignedTransaction {
  /// Makes the transaction without what satisfies its inputs.
  ///
  /// - Throws: `conflictingLockTimes`.
  public func unsignedTransaction() throws(PSBTError) -> Transaction {
    switch version {
    case .v0:
      // The entry was checked when it was read or made.
      let bytes = global[.globalUnsignedTransaction] ?? []
      do {
        return try Transaction(decodingWithoutWitness: bytes)
      } catch {
        throw .invalidRecord(
          .globalUnsignedTransaction, .global, .malformedValue(error), at: nil)
      }
    case .v2:
      return Transaction(
        version: global[.globalTransactionVersion].flatMap(UInt32.init(littleEndian:)) ?? 2,
        inputs: inputs.map {
          TxIn(prevout: $0.ownPrevout ?? .null, sequence: $0.ownSequence ?? 0xffff_ffff)
        },
        outputs: outputs.map {
          TxOut(
            value: $0.ownAmount ?? .zero, scriptPubKey: $0.ownScriptPubKey ?? ScriptPubKey([]))
        },
        lockTime: try computeLockTime())
    }
  }

  /// Tells the lock time from what the inputs ask for (BIP-0370, "Determining Lock Time").
  ///
  /// - Throws: `conflictingLockTimes` where some inputs take a time alone and others a height alone.
  public func computeLockTime() throws(PSBTError) -> UInt32 {
    if version == .v0 { return try unsignedTransaction().lockTime }
    let asking = inputs.filter { $0.requiredTime != nil || $0.requiredHeight != nil }
    guard !asking.isEmpty else { return fallbackLockTime ?? 0 }
    let heights = asking.compactMap(\.requiredHeight)
    if heights.count == asking.count { return heights.max() ?? 0 }
    let times = asking.compactMap(\.requiredTime)
    guard times.count == asking.count else { throw .conflictingLockTimes }
    return times.max() ?? 0
  }

  /// Computes the txid by which PSBTs of the same transaction know each other: version 0, that of the
  /// unsigned transaction; version 2, that with all sequences 0 (BIP-0370, "Unique Identification").
  ///
  /// - Throws: `conflictingLockTimes`.
  public func computeIdentifier() throws(PSBTError) -> Txid {
    var transaction = try unsignedTransaction()
    if version == .v2 {
      for index in transaction.inputs.indices { transaction.inputs[index].sequence = 0 }
    }
    return transaction.computeTxid()
  }

  /// The lock time where no input asks for one; nil in version 0 and where it is not said.
  public var fallbackLockTime: UInt32? {
    global[.globalFallbackLockTime].flatMap(UInt32.init(littleEndian:))
  }

  /// What may still be changed about the transaction; nil in version 0 and where it is not said.
  public var modifiable: PSBTModifiable? {
    global[.globalModifiable]?.first.map(PSBTModifiable.init(rawValue:))
  }

  /// The entries of the global map, in their order.
  public var globalRecords: [PSBTRecord] { global.records }

  /// The message of a signature after BIP-0322; nil where there is none.
  public var genericSignedMessage: String? {
    get { global[.globalGenericSignedMessage].map { String(decoding: $0, as: UTF8.self) } }
    set { global[.globalGenericSignedMessage] = newValue.map { Array($0.utf8) } }
  }
}
