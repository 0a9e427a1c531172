/// A transaction (Core: `CTransaction`).
///
/// ```
/// version (4, LE) | [marker 00, flags 01] | inputs | outputs | [a witness for each input] | lock time (4, LE)
/// ```
/// where marker, flags and witnesses stand only if some input has a witness (BIP-0144).
public struct Transaction: Hashable, Sendable {
  /// The version; 2 and above give sequences the meaning of BIP-0068.
  public var version: UInt32
  /// The inputs in order.
  public var inputs: [TxIn]
  /// The outputs in order.
  public var outputs: [TxOut]
  /// The height (below 500,000,000) or the Unix time before which it is not final.
  public var lockTime: UInt32

  /// A transaction; version 1 and final unless told otherwise.
  public init(version: UInt32 = 1, inputs: [TxIn], outputs: [TxOut], lockTime: UInt32 = 0) {
    self.version = version
    self.inputs = inputs
    self.outputs = outputs
    self.lockTime = lockTime
  }

  /// Whether some input has a witness.
  public var hasWitness: Bool { inputs.contains { !$0.witness.isEmpty } }

  /// Whether this is a block's first transaction: one input that refers to nothing (Core: `IsCoinBase`).
  public var isCoinbase: Bool { inputs.count == 1 && inputs[0].prevout.isNull }
}

// MARK: - Hashes

extension Transaction {
  /// Hashes the transaction without its witness.
  public func computeTxid() -> Txid {
    Txid(Hash256(doubleSHA256: encoded(includingWitness: false)))
  }

  /// Hashes the transaction with its witness.
  public func computeWtxid() -> Wtxid {
    Wtxid(Hash256(doubleSHA256: encoded(includingWitness: true)))
  }
}

// MARK: - Encoding

extension Transaction {
  /// The transaction's bytes; `includingWitness: false` gives the form that the txid hashes.
  public func encoded(includingWitness: Bool = true) -> [UInt8] {
    var writer = ByteWriter(capacity: 60 + inputs.count * 190 + outputs.count * 40)
    encode(into: &writer, includingWitness: includingWitness)
    return writer.bytes
  }

  /// Writes the transaction.
  public func encode(into writer: inout ByteWriter, includingWitness: Bool = true) {
    let writesWitness = includingWitness && hasWitness
    writer.write(version)
    if writesWitness {
      writer.write(byte: 0)
      writer.write(byte: 1)
    }
    writer.write(compactSize: inputs.count)
    for input in inputs {
      input.prevout.encode(into: &writer)
      writer.write(counted: input.scriptSig.bytes)
      writer.write(input.sequence)
    }
    writer.write(compactSize: outputs.count)
    for output in outputs { output.encode(into: &writer) }
    if writesWitness {
      for input in inputs {
        writer.write(compactSize: input.witness.stack.count)
        for item in input.witness.stack { writer.write(counted: item) }
      }
    }
    writer.write(lockTime)
  }
}

// MARK: - Decoding

extension Transaction {
  /// The transaction that these bytes are, all of them.
  ///
  /// - Throws: `DecodingError` for whatever Bitcoin Core refuses, and `trailingBytes`.
  public init(decoding bytes: [UInt8]) throws(DecodingError) {
    var reader = ByteReader(bytes.span)
    try self.init(from: &reader)
    try reader.finish()
  }

  /// Reads a transaction as Bitcoin Core does (Core: `UnserializeTransaction`, primitives/transaction.h).
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`, `superfluousWitness`,
  ///   `unknownTransactionFlags`.
  public init(from reader: inout ByteReader) throws(DecodingError) {
    version = try reader.readInteger()
    inputs = try Transaction.readInputs(&reader)
    outputs = []
    lockTime = 0
    var flags: UInt8 = 0
    let flagsPosition = reader.position
    if inputs.isEmpty {
      // No inputs and no flags is a transaction without outputs: the zero was their count.
      flags = try reader.readUInt8()
      if flags != 0 {
        inputs = try Transaction.readInputs(&reader)
        outputs = try Transaction.readOutputs(&reader)
      }
    } else {
      outputs = try Transaction.readOutputs(&reader)
    }
    if flags & 1 != 0 {
      for index in inputs.indices {
        inputs[index].witness = try Transaction.readWitness(&reader)
      }
      guard hasWitness else { throw .superfluousWitness(at: flagsPosition) }
    }
    guard flags & ~1 == 0 else { throw .unknownTransactionFlags(flags, at: flagsPosition) }
    lockTime = try reader.readInteger()
  }

  /// The transaction that these bytes are, all of them, in the form without witnesses, where no inputs
  /// are no inputs and not a witness marker (Core: `TX_NO_WITNESS`).
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`, `trailingBytes`.
  public init(decodingWithoutWitness bytes: [UInt8]) throws(DecodingError) {
    var reader = ByteReader(bytes.span)
    version = try reader.readInteger()
    inputs = try Transaction.readInputs(&reader)
    outputs = try Transaction.readOutputs(&reader)
    lockTime = try reader.readInteger()
    try reader.finish()
  }

  private static func readInputs(_ reader: inout ByteReader) throws(DecodingError) -> [TxIn] {
    let count = try reader.readCompactSize()
    var inputs: [TxIn] = []
    // An input takes 41 bytes at least, so a count that lies reserves no more than what is there.
    inputs.reserveCapacity(min(count, reader.remaining / 41))
    for _ in 0..<count {
      let txid = Txid(try Hash256(from: &reader))
      let prevout = OutPoint(txid: txid, vout: try reader.readInteger())
      let scriptSig = ScriptSig([UInt8](try reader.readCountedBytes()))
      inputs.append(
        TxIn(prevout: prevout, scriptSig: scriptSig, sequence: try reader.readInteger()))
    }
    return inputs
  }

  private static func readOutputs(_ reader: inout ByteReader) throws(DecodingError) -> [TxOut] {
    let count = try reader.readCompactSize()
    var outputs: [TxOut] = []
    // An output takes 9 bytes at least.
    outputs.reserveCapacity(min(count, reader.remaining / 9))
    for _ in 0..<count {
      let value = Satoshi(try reader.readInteger())
      let script = ScriptPubKey([UInt8](try reader.readCountedBytes()))
      outputs.append(TxOut(value: value, scriptPubKey: script))
    }
    return outputs
  }

  private static func readWitness(_ reader: inout ByteReader) throws(DecodingError) -> Witness {
    let count = try reader.readCompactSize()
    var stack: [[UInt8]] = []
    stack.reserveCapacity(min(count, reader.remaining))
    for _ in 0..<count {
      stack.append([UInt8](try reader.readCountedBytes()))
    }
    return Witness(stack)
  }
}
