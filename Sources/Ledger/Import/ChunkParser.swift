import Bitcoin
import Files
import SystemPackage

/// Reads blocks from their files, checks what can be checked in a block alone, and hashes.
///
/// One for each piece of work, so that pieces can be worked on by several threads.
struct ChunkParser: ~Copyable {
  private let hasher = DoubleSHA256()
  private var chunk: ParsedChunk
  private var leaves: [Hash256] = []

  /// Parses the blocks at `plan`'s heights of `chain` into an empty chunk.
  ///
  /// - Throws: `failed`, `damaged`.
  static func parse(
    _ plan: ChunkPlan, of chain: [FoundBlock], in folder: BlockFolder,
    by files: LastBlockFile = LastBlockFile(), into chunk: consuming ParsedChunk = ParsedChunk()
  ) throws(ImportStop) -> ParsedChunk {
    var bytes: [UInt8] = []
    swap(&bytes, &chunk.bytes)
    let starts: [Int]
    do throws(LedgerError) {
      starts = try plan.read(of: chain, in: folder, by: files, into: &bytes)
    } catch {
      throw .failed(error)
    }
    chunk.reserve(for: bytes.count)
    var parser = ChunkParser(chunk)
    for (height, start) in zip(plan.heights, starts) {
      let block = chain[height]
      do throws(BlockFault) {
        try parser.parse(
          bytes.span.extracting(start..<start + block.size), at: start,
          root: block.header.merkleRoot)
      } catch {
        throw .damaged(height: height, error.shifted(by: block.blockPosition))
      }
    }
    parser.chunk.bytes = bytes
    return parser.chunk
  }

  private init(_ chunk: consuming ParsedChunk) { self.chunk = chunk }

  private mutating func parse(
    _ bytes: Span<UInt8>, at base: Int, root: Hash256
  ) throws(BlockFault) {
    var position: Int
    let count: Int
    do throws(DecodingError) {
      var reader = ByteReader(bytes)
      _ = try reader.readBytes(BlockHeader.encodedSize)
      count = try reader.readCompactSize()
      position = reader.position
    } catch {
      throw .malformed(error)
    }
    guard count > 0 else { throw .flaw(.empty) }
    leaves.removeAll(keepingCapacity: true)
    for index in 0..<count {
      position = try parseTransaction(bytes, at: position, base: base, index: index)
    }
    guard position == bytes.count else {
      throw .malformed(.trailingBytes(count: bytes.count - position, at: position))
    }
    let tree = MerkleTree.root(of: leaves)
    guard tree.root == root else {
      throw .flaw(.merkleRoot(expected: root, found: tree.root))
    }
    guard !tree.isMutated else { throw .flaw(.mutated) }
    chunk.blockTransactionEnd.append(chunk.txids.count)
  }

  private mutating func parseTransaction(
    _ bytes: Span<UInt8>, at start: Int, base: Int, index: Int
  ) throws(BlockFault) -> Int {
    let end: Int
    var isCoinbase = false
    var nullInput = false
    var sum = Satoshi.zero
    var outOfRange: (vout: Int, value: Satoshi)?
    let firstOutput = chunk.values.count
    let inputCount: Int
    let txid: Txid
    do throws(DecodingError) {
      var walker = try TransactionWalker(bytes, at: start)
      inputCount = walker.inputCount
      while let input = try walker.nextInput() {
        if input.prevout.isNull {
          nullInput = true
          isCoinbase = inputCount == 1
          if isCoinbase { continue }
        }
        chunk.prevouts.append(input.prevout)
        chunk.sequences.append(input.sequence)
      }
      var scriptEnd = 0
      while let output = try walker.nextOutput() {
        let script = output.scriptPubKey
        scriptEnd = base + walker.position
        if let total = sum.addingInMoneyRange(output.value) {
          sum = total
        } else if outOfRange == nil {
          outOfRange = (chunk.values.count - firstOutput, output.value)
        }
        chunk.values.append(output.value)
        chunk.scriptStart.append(UInt32(scriptEnd - script.count))
        chunk.scriptEnd.append(UInt32(scriptEnd))
        chunk.scriptHash.append(ScriptHash.hash(script))
        chunk.scriptKind.append(ScriptKind.classify(script).rawValue)
        chunk.isUnspendable.append(ScriptPubKey.isUnspendable(script))
      }
      try walker.finish()
      end = walker.position
      txid = walker.computeTxid(using: hasher)
      chunk.versions.append(walker.version)
      chunk.lockTimes.append(walker.lockTime)
    } catch {
      throw .malformed(error)
    }
    guard inputCount > 0 else { throw .flaw(.noInputs(txid)) }
    guard chunk.values.count > firstOutput else { throw .flaw(.noOutputs(txid)) }
    guard isCoinbase == (index == 0), isCoinbase || !nullInput else {
      throw .flaw(.coinbasePlace(transaction: index))
    }
    if let outOfRange {
      let place = OutPoint(txid: txid, vout: UInt32(outOfRange.vout))
      throw .flaw(.valueRange(place, outOfRange.value))
    }
    leaves.append(txid.hash)
    chunk.txids.append(txid)
    chunk.offsets.append(UInt32(start))
    chunk.inputEnd.append(chunk.prevouts.count)
    chunk.outputEnd.append(chunk.values.count)
    chunk.outputSum.append(sum.rawValue)
    return end
  }
}

extension BlockFault {
  /// The same fault with its position counted from `offset` bytes further in front.
  func shifted(by offset: Int) -> BlockFault {
    guard case .malformed(let reason) = self else { return self }
    return .malformed(reason.shifted(by: offset))
  }
}

extension DecodingError {
  /// The same error with its position counted from `offset` bytes further in front.
  func shifted(by offset: Int) -> DecodingError {
    switch self {
    case .truncated(let needed, let at): .truncated(needed: needed, at: at + offset)
    case .nonCanonicalSize(let at): .nonCanonicalSize(at: at + offset)
    case .oversized(let count, let at): .oversized(count: count, at: at + offset)
    case .superfluousWitness(let at): .superfluousWitness(at: at + offset)
    case .unknownTransactionFlags(let flags, let at):
      .unknownTransactionFlags(flags, at: at + offset)
    case .trailingBytes(let count, let at): .trailingBytes(count: count, at: at + offset)
    }
  }
}
