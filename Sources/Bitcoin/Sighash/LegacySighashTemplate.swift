/// A transaction as signatures of the kind before segwit commit to it, all scripts left out, from which
/// the digest of any input is hashed without writing the transaction again.
///
/// ```
/// version (4) | count | inputs, 41 bytes each: prevout (36) | 00 | sequence (4) | outputs | lock time (4)
/// | type of nearly all signatures (4)
/// ```
/// It serves the types that commit to all inputs and outputs. What stands in front of an input is the
/// same for all inputs behind it, so it is hashed once: half of the work where there are many.
public struct LegacySighashTemplate: ~Copyable {
  private var writer = ByteWriter()
  private var firstInput = 0
  /// A hash that has been given the first `hashed` bytes; nil until a transaction is long enough.
  private var front: DoubleSHA256?
  private var hashed = 0

  /// No transaction yet.
  public init() {}

  /// From how many bytes in front on taking up a hash is cheaper than hashing them again.
  private static let longFront = 192

  /// How many bytes an input takes without its script.
  private static let inputSize = 41
  /// Where in an input its script stands.
  private static let scriptOffset = 36

  /// Whether the types that commit to all inputs and outputs are `type`'s kind.
  static func serves(_ type: SighashType) -> Bool {
    !type.isNone && !type.isSingle && !type.isAnyoneCanPay
  }

  /// Whether no transaction is written.
  public var isEmpty: Bool { writer.bytes.isEmpty }

  /// Forgets the transaction and keeps the room.
  public mutating func removeAll() {
    writer.removeAll()
    hashed = 0
  }

  /// Writes a transaction.
  public mutating func fill(_ transaction: Transaction) {
    begin(version: transaction.version, inputCount: transaction.inputs.count)
    // By index: a copy of an input would count references.
    for index in transaction.inputs.indices {
      add(transaction.inputs[index].prevout, sequence: transaction.inputs[index].sequence)
    }
    writer.write(compactSize: transaction.outputs.count)
    for index in transaction.outputs.indices {
      writer.write(transaction.outputs[index].value.rawValue)
      writer.write(counted: transaction.outputs[index].scriptPubKey.bytes)
    }
    end(lockTime: transaction.lockTime)
  }

  /// Begins a transaction, whose inputs come next.
  public mutating func begin(version: UInt32, inputCount: Int) {
    removeAll()
    writer.write(version)
    writer.write(compactSize: inputCount)
    firstInput = writer.bytes.count
  }

  /// Writes the next input.
  public mutating func add(_ prevout: OutPoint, sequence: UInt32) {
    prevout.encode(into: &writer)
    writer.write(byte: 0)
    writer.write(sequence)
  }

  /// Ends a transaction with its outputs, their count before them, as `TxOut.encode` writes each.
  public mutating func end(outputs: Span<UInt8>, lockTime: UInt32) {
    writer.write(outputs)
    end(lockTime: lockTime)
  }

  private mutating func end(lockTime: UInt32) {
    writer.write(lockTime)
    writer.write(SighashType.all.rawValue)
  }

  /// Writes the transaction itself, with its inputs' scripts where the template has none.
  ///
  /// - Parameters:
  ///   - scriptSigs: the inputs' scripts one after the other.
  ///   - ends: where each of them ends.
  /// - Precondition: there are as many ends as the transaction has inputs.
  public func write(
    into other: inout ByteWriter, scriptSigs: Span<UInt8>, ends: Span<Int>
  ) {
    let bytes = writer.bytes.span
    other.write(bytes.extracting(0..<firstInput))
    var place = firstInput
    var start = 0
    for index in ends.indices {
      let script = place + LegacySighashTemplate.scriptOffset
      other.write(bytes.extracting(place..<script))
      other.write(compactSize: ends[index] - start)
      other.write(scriptSigs.extracting(start..<ends[index]))
      place += LegacySighashTemplate.inputSize
      other.write(bytes.extracting(script + 1..<place))
      start = ends[index]
    }
    // All that follows but the type.
    other.write(bytes.extracting(place..<bytes.count - 4))
  }

  /// The digest for the input at place `input` of the transaction that was filled in.
  ///
  /// - Precondition: the type commits to all inputs and outputs, as `SighashType.all` does.
  public mutating func hash(
    input: Int, scriptCode: Span<UInt8>, type: SighashType, using scratch: inout SighashScratch
  ) -> Hash256 {
    let script =
      firstInput + LegacySighashTemplate.inputSize * input
      + LegacySighashTemplate.scriptOffset
    scratch.writer.removeAll()
    scratch.writer.write(scriptCode: scriptCode)
    begin(scratch.hasher, upTo: script)
    scratch.hasher.update(scratch.writer.bytes.span)
    let bytes = writer.bytes.span
    if type == .all {
      scratch.hasher.update(bytes.extracting(script + 1..<bytes.count))
    } else {
      scratch.hasher.update(bytes.extracting(script + 1..<bytes.count - 4))
      scratch.writer.removeAll()
      scratch.writer.write(type.rawValue)
      scratch.hasher.update(scratch.writer.bytes.span)
    }
    return scratch.hasher.finish()
  }

  /// Begins a hash of the first `end` bytes.
  private mutating func begin(_ hasher: borrowing DoubleSHA256, upTo end: Int) {
    guard end >= LegacySighashTemplate.longFront else {
      hasher.begin()
      hasher.update(writer.bytes.span.extracting(0..<end))
      return
    }
    let front = self.front.take() ?? DoubleSHA256()
    if hashed == 0 || hashed > end {
      front.begin()
      hashed = 0
    }
    front.update(writer.bytes.span.extracting(hashed..<end))
    hashed = end
    hasher.begin(as: front)
    self.front = consume front
  }
}

extension ByteWriter {
  /// Writes a script with its length before it and without OP_CODESEPARATOR, which no signature of
  /// the kind before segwit commits to (Core: `SerializeScriptCode`, script/interpreter.cpp).
  ///
  /// Of a script that ends within a push, the length counts every byte, but those after the place
  /// where reading gave up are not written: such a script fails in the end, and which rule it breaks
  /// first depends on these bytes.
  mutating func write(scriptCode: Span<UInt8>) {
    // Of the form that nearly all scripts have, what follows says the same.
    if ScriptKind.isPublicKeyHash(scriptCode) {
      write(byte: UInt8(scriptCode.count))
      return write(scriptCode)
    }
    var separators = 0
    var reader = ScriptReader(scriptCode)
    while let instruction = reader.next() {
      if instruction.opcode == Opcode.codeSeparator { separators += 1 }
    }
    write(compactSize: scriptCode.count - separators)
    guard separators > 0 || reader.isMalformed else { return write(scriptCode) }
    let end = reader.isMalformed ? reader.end : scriptCode.count
    var start = 0
    reader = ScriptReader(scriptCode)
    while let instruction = reader.next() {
      guard instruction.opcode == Opcode.codeSeparator else { continue }
      write(scriptCode.extracting(start..<instruction.position))
      start = instruction.position + 1
    }
    write(scriptCode.extracting(start..<end))
  }
}
