/// A block as columns over its bytes, without an object for each transaction, input, output and script,
/// so that a chain is validated without allocating for each of them.
///
/// It refuses exactly what `Block` refuses, with the same errors; a test holds both together. The rules
/// that `Block` is held against are written on these columns.
public struct PackedBlock: Sendable {
  /// The header.
  public let header: BlockHeader
  /// The block's bytes, in which scripts and witnesses lie.
  public let bytes: [UInt8]
  /// The transactions in order.
  public let transactions: [TransactionRow]
  /// The inputs of all transactions, in order.
  public let inputs: [InputRow]
  /// The outputs of all transactions, in order.
  public let outputs: [OutputRow]

  /// The block that these bytes are, all of them.
  ///
  /// - Throws: what `Block(decoding:)` throws.
  public init(decoding bytes: [UInt8]) throws(DecodingError) {
    var rows = BlockRows()
    let span = bytes.span
    var reader = ByteReader(span)
    let header = try BlockHeader(from: &reader)
    let count = try reader.readCompactSize()
    // A transaction takes 10 bytes at least, and most take far more.
    rows.reserve(transactions: min(count, reader.remaining / 10), bytes: bytes.count)
    var position = reader.position
    for _ in 0..<count { position = try rows.read(span, at: position) }
    guard position == bytes.count else {
      throw .trailingBytes(count: bytes.count - position, at: position)
    }
    self.init(header, bytes, rows)
  }

  /// The columns of a block of objects.
  public init(_ block: Block) {
    var rows = BlockRows()
    var writer = ByteWriter(capacity: 1_000 + block.transactions.count * 260)
    block.header.encode(into: &writer)
    writer.write(compactSize: block.transactions.count)
    for transaction in block.transactions { rows.add(transaction, &writer) }
    self.init(block.header, writer.bytes, rows)
  }

  /// The columns of one transaction, as those of a block without a header.
  init(_ transaction: Transaction) {
    var rows = BlockRows()
    var writer = ByteWriter(capacity: 400)
    rows.add(transaction, &writer)
    let header = BlockHeader(
      version: 0, previousBlock: BlockHash(.zero), merkleRoot: .zero, time: 0, bits: 0, nonce: 0)
    self.init(header, writer.bytes, rows)
  }

  private init(_ header: BlockHeader, _ bytes: [UInt8], _ rows: BlockRows) {
    self.header = header
    self.bytes = bytes
    transactions = rows.transactions
    inputs = rows.inputs
    outputs = rows.outputs
  }
}

// MARK: - Rows

extension PackedBlock {
  /// A transaction's row.
  public struct TransactionRow: Sendable {
    /// The version.
    public let version: UInt32
    /// The height or time before which it is not final.
    public let lockTime: UInt32
    /// The rows of its inputs.
    public let inputs: Range<Int>
    /// The rows of its outputs.
    public let outputs: Range<Int>
    /// Where it lies in the block's bytes.
    let place: Range<Int>
    /// Where the count of its inputs is.
    let inputsPosition: Int
    /// Where the count of its outputs is.
    let outputsPosition: Int
    /// Where its witnesses begin, or its lock time if there are none.
    let outputsEnd: Int
    /// Whether some input has a witness.
    public let hasWitness: Bool
    /// Whether it is one input that refers to nothing (Core: `IsCoinBase`).
    public let isCoinbase: Bool
    /// How many signature operations stand in its scripts (`SignatureOperations.legacyCount`).
    let legacyOperations: Int

    /// How many bytes it takes without its witness.
    var strippedSize: Int { 8 + outputsEnd - inputsPosition }
    /// How many bytes the witness adds, marker and flag among them.
    var witnessSize: Int { place.count - strippedSize }
  }

  /// An input's row.
  public struct InputRow: Sendable {
    /// The output that is spent; null in a coinbase.
    public let prevout: OutPoint
    /// Relative lock time and signalling (BIP-0068).
    public let sequence: UInt32
    private let scriptStart: UInt32
    private let scriptCount: UInt32
    /// Where the count of the witness's items is; 0 where the transaction has no witness.
    fileprivate(set) var witness: UInt32 = 0

    /// Where its script lies in the block's bytes.
    public var scriptSig: Range<Int> { Int(scriptStart)..<Int(scriptStart) + Int(scriptCount) }

    // A record of a block file has fewer than 2^32 bytes.
    fileprivate init(_ prevout: OutPoint, _ script: Range<Int>, _ sequence: UInt32) {
      self.prevout = prevout
      self.sequence = sequence
      scriptStart = UInt32(script.lowerBound)
      scriptCount = UInt32(script.count)
    }
  }

  /// An output's row.
  public struct OutputRow: Sendable {
    /// How much it holds.
    public let value: Satoshi
    private let scriptStart: UInt32
    private let scriptCount: UInt32

    /// Where its script lies in the block's bytes.
    public var scriptPubKey: Range<Int> { Int(scriptStart)..<Int(scriptStart) + Int(scriptCount) }

    fileprivate init(_ value: Satoshi, _ script: Range<Int>) {
      self.value = value
      scriptStart = UInt32(script.lowerBound)
      scriptCount = UInt32(script.count)
    }
  }
}

/// The rows of a block in the making.
private struct BlockRows {
  var transactions: [PackedBlock.TransactionRow] = []
  var inputs: [PackedBlock.InputRow] = []
  var outputs: [PackedBlock.OutputRow] = []

  mutating func reserve(transactions count: Int, bytes: Int) {
    transactions.reserveCapacity(count)
    inputs.reserveCapacity(min(count + bytes / 160, bytes / 41))
    outputs.reserveCapacity(min(count + bytes / 100, bytes / 9))
  }

  /// Reads the transaction at `position` and says where the next one is.
  mutating func read(_ bytes: Span<UInt8>, at position: Int) throws(DecodingError) -> Int {
    let (firstInput, firstOutput) = (inputs.count, outputs.count)
    var operations = 0
    var walker = try TransactionWalker(bytes, at: position)
    while let input = try walker.nextInput() {
      // The sequence is behind the script.
      let end = walker.position - 4
      operations += SignatureOperations.count(in: input.scriptSig, isExact: false)
      inputs.append(
        PackedBlock.InputRow(
          input.prevout, end - input.scriptSig.count..<end, input.sequence))
    }
    let outputsPosition = walker.position
    while let output = try walker.nextOutput() {
      let end = walker.position
      operations += SignatureOperations.count(in: output.scriptPubKey, isExact: false)
      outputs.append(
        PackedBlock.OutputRow(output.value, end - output.scriptPubKey.count..<end))
    }
    try walker.finish()
    if !walker.isHashedWhole { try readWitnesses(bytes, at: walker.outputsEnd, from: firstInput) }
    add(
      version: walker.version, lockTime: walker.lockTime, firstInput, firstOutput,
      place: position..<walker.position, inputsPosition: walker.inputsPosition,
      outputsPosition: outputsPosition, outputsEnd: walker.outputsEnd,
      hasWitness: !walker.isHashedWhole, operations)
    return walker.position
  }

  private mutating func readWitnesses(
    _ bytes: Span<UInt8>, at position: Int, from first: Int
  ) throws(DecodingError) {
    var reader = ByteReader(bytes)
    _ = try reader.readBytes(position)
    for row in first..<inputs.count {
      inputs[row].witness = UInt32(reader.position)
      for _ in 0..<(try reader.readCompactSize()) { _ = try reader.readCountedBytes() }
    }
  }

  /// Adds a transaction of objects and writes its bytes.
  mutating func add(_ transaction: Transaction, _ writer: inout ByteWriter) {
    let (firstInput, firstOutput) = (inputs.count, outputs.count)
    let start = writer.bytes.count
    let hasWitness = transaction.hasWitness
    writer.write(transaction.version)
    if hasWitness { writer.write(UInt16(0x0100)) }
    let inputsPosition = writer.bytes.count
    writer.write(compactSize: transaction.inputs.count)
    for input in transaction.inputs {
      input.prevout.encode(into: &writer)
      writer.write(counted: input.scriptSig.bytes)
      let end = writer.bytes.count
      writer.write(input.sequence)
      inputs.append(
        PackedBlock.InputRow(
          input.prevout, end - input.scriptSig.bytes.count..<end, input.sequence))
    }
    let outputsPosition = writer.bytes.count
    writer.write(compactSize: transaction.outputs.count)
    for output in transaction.outputs {
      output.encode(into: &writer)
      let end = writer.bytes.count
      outputs.append(
        PackedBlock.OutputRow(output.value, end - output.scriptPubKey.bytes.count..<end))
    }
    let outputsEnd = writer.bytes.count
    if hasWitness {
      for (index, input) in transaction.inputs.enumerated() {
        inputs[firstInput + index].witness = UInt32(writer.bytes.count)
        writer.write(compactSize: input.witness.stack.count)
        for item in input.witness.stack { writer.write(counted: item) }
      }
    }
    writer.write(transaction.lockTime)
    add(
      version: transaction.version, lockTime: transaction.lockTime, firstInput, firstOutput,
      place: start..<writer.bytes.count, inputsPosition: inputsPosition,
      outputsPosition: outputsPosition, outputsEnd: outputsEnd, hasWitness: hasWitness,
      SignatureOperations.legacyCount(in: transaction))
  }

  private mutating func add(
    version: UInt32, lockTime: UInt32, _ firstInput: Int, _ firstOutput: Int, place: Range<Int>,
    inputsPosition: Int, outputsPosition: Int, outputsEnd: Int, hasWitness: Bool,
    _ operations: Int
  ) {
    transactions.append(
      PackedBlock.TransactionRow(
        version: version, lockTime: lockTime, inputs: firstInput..<inputs.count,
        outputs: firstOutput..<outputs.count, place: place, inputsPosition: inputsPosition,
        outputsPosition: outputsPosition, outputsEnd: outputsEnd, hasWitness: hasWitness,
        isCoinbase: inputs.count == firstInput + 1 && inputs[firstInput].prevout.isNull,
        legacyOperations: operations))
  }
}
