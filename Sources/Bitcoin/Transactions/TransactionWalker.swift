/// Reads a transaction from borrowed bytes piece by piece, without allocating.
///
/// It refuses exactly what `Transaction.init(from:)` refuses, with the same error; a test holds them
/// together. Pieces come in the order of the bytes: inputs, outputs, then the end.
///
/// ```swift
/// var walker = try TransactionWalker(span, at: position)
/// while let input = try walker.nextInput() { … }
/// while let output = try walker.nextOutput() { … }
/// try walker.finish()
/// ```
public struct TransactionWalker: ~Escapable {
  @usableFromInline var reader: ByteReader
  /// Where the transaction's first byte is.
  public let start: Int
  /// The transaction's version.
  public let version: UInt32
  /// How many inputs the transaction says it has.
  public let inputCount: Int
  /// Where the count of inputs is, with which the txid's bytes go on after the version.
  public let inputsPosition: Int
  /// Where the witnesses begin, or the lock time if there are none; known once finished.
  public private(set) var outputsEnd = 0
  /// The lock time; known once finished.
  public private(set) var lockTime: UInt32 = 0
  /// What stood behind the witness marker; 0 where there is no marker.
  @usableFromInline let flags: UInt8
  @usableFromInline let flagsPosition: Int
  @usableFromInline var inputsLeft: Int
  /// How many outputs are still to be read; -1 while their count is.
  @usableFromInline var outputsLeft: Int

  /// Reads the beginning of the transaction at `position` of `bytes`.
  ///
  /// - Precondition: `position` lies within `bytes` or at their end.
  /// - Throws: what `Transaction.init(from:)` throws.
  @_lifetime(copy bytes)
  @inlinable
  public init(_ bytes: Span<UInt8>, at position: Int) throws(DecodingError) {
    var reader = ByteReader(bytes)
    _ = try reader.readBytes(position)
    let version: UInt32 = try reader.readInteger()
    var inputsPosition = reader.position
    var count = try reader.readCompactSize()
    let flagsPosition = reader.position
    var flags: UInt8 = 0
    var outputsLeft = -1
    if count == 0 {
      flags = try reader.readUInt8()
      if flags != 0 {
        inputsPosition = reader.position
        count = try reader.readCompactSize()
      } else {
        // No inputs and no flags is a transaction without outputs: the zero was their count.
        outputsLeft = 0
      }
    }
    self.reader = reader
    self.start = position
    self.version = version
    self.inputCount = count
    self.inputsPosition = inputsPosition
    self.flags = flags
    self.flagsPosition = flagsPosition
    self.inputsLeft = count
    self.outputsLeft = outputsLeft
  }

  /// The position of the next byte to be read.
  @inlinable
  public var position: Int { reader.position }

  /// Whether the bytes that the txid hashes stand together, which they do without witness marker:
  /// then they are all of the transaction's. Else they are the version, the bytes from
  /// `inputsPosition` up to `outputsEnd`, and the lock time.
  @inlinable
  public var isHashedWhole: Bool { flags == 0 }

  /// An input as it stands in the bytes.
  public struct Input: ~Escapable {
    /// The output that it spends.
    public let prevout: OutPoint
    /// What satisfies the spent output's script.
    public let scriptSig: Span<UInt8>
    /// Relative lock time and signalling (BIP-0068).
    public let sequence: UInt32

    @_lifetime(copy scriptSig)
    @inlinable
    init(prevout: OutPoint, scriptSig: Span<UInt8>, sequence: UInt32) {
      self.prevout = prevout
      self.scriptSig = scriptSig
      self.sequence = sequence
    }
  }

  /// An output as it stands in the bytes.
  public struct Output: ~Escapable {
    /// How much it holds; any 64 bits.
    public let value: Satoshi
    /// How it can be spent.
    public let scriptPubKey: Span<UInt8>

    @_lifetime(copy scriptPubKey)
    @inlinable
    init(value: Satoshi, scriptPubKey: Span<UInt8>) {
      self.value = value
      self.scriptPubKey = scriptPubKey
    }
  }

  /// Reads the next input; nil after the last.
  ///
  /// - Throws: what `Transaction.init(from:)` throws.
  @_lifetime(copy self)
  @inlinable
  public mutating func nextInput() throws(DecodingError) -> Input? {
    guard inputsLeft > 0 else { return nil }
    inputsLeft -= 1
    let txid = Txid(try Hash256(from: &reader))
    let prevout = OutPoint(txid: txid, vout: try reader.readInteger())
    let scriptSig = try reader.readCountedBytes()
    let sequence: UInt32 = try reader.readInteger()
    return Input(prevout: prevout, scriptSig: scriptSig, sequence: sequence)
  }

  /// Reads the next output, past whatever inputs are left; nil after the last.
  ///
  /// - Throws: what `Transaction.init(from:)` throws.
  @_lifetime(copy self)
  @inlinable
  public mutating func nextOutput() throws(DecodingError) -> Output? {
    if outputsLeft < 0 {
      while inputsLeft > 0 { _ = try nextInput() }
      outputsLeft = try reader.readCompactSize()
    }
    guard outputsLeft > 0 else { return nil }
    outputsLeft -= 1
    let value = Satoshi(try reader.readInteger())
    let scriptPubKey = try reader.readCountedBytes()
    return Output(value: value, scriptPubKey: scriptPubKey)
  }

  /// Reads the rest, past whatever inputs and outputs are left.
  ///
  /// - Throws: what `Transaction.init(from:)` throws.
  public mutating func finish() throws(DecodingError) {
    while try nextOutput() != nil {}
    outputsEnd = reader.position
    if flags & 1 != 0 {
      var hasWitness = false
      for _ in 0..<inputCount {
        let count = try reader.readCompactSize()
        if count > 0 { hasWitness = true }
        for _ in 0..<count { _ = try reader.readCountedBytes() }
      }
      guard hasWitness else { throw .superfluousWitness(at: flagsPosition) }
    }
    guard flags & ~1 == 0 else { throw .unknownTransactionFlags(flags, at: flagsPosition) }
    lockTime = try reader.readInteger()
  }

  /// The txid, once finished.
  public func computeTxid(using hasher: borrowing DoubleSHA256) -> Txid {
    let bytes = reader.bytes
    if isHashedWhole { return Txid(hasher.hash(bytes.extracting(start..<position))) }
    hasher.begin()
    hasher.update(bytes.extracting(start..<start + 4))
    hasher.update(bytes.extracting(inputsPosition..<outputsEnd))
    hasher.update(bytes.extracting(position - 4..<position))
    return Txid(hasher.finish())
  }
}
