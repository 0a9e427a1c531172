import Bitcoin
import Files
import SystemPackage

/// What no import can do without: parsing and txid hashing, over block files that are in memory.
struct ParsingLimit {
  private let files: [[UInt8]]
  /// Runs of blocks of about a mebibyte, as an import reads them.
  private let parts: [[Place]]
  /// How many bytes the blocks have.
  let byteCount: Int

  private struct Place {
    let file: Int
    let block: Range<Int>
  }

  /// What came of it, so that nothing of it can be left out.
  struct Found: Equatable, Sendable {
    var transactions = 0
    var outputs = 0
    var check: UInt64 = 0
  }

  /// Loads the block files in `folder` and finds their blocks.
  init(_ folder: FilePath, network: Network) throws {
    var files: [[UInt8]] = []
    var parts: [[Place]] = [[]]
    var size = 0
    var total = 0
    for name in try Folder.list(folder) where name.hasSuffix(".dat") && name != "xor.dat" {
      let bytes = try File.read(folder.appending(name))
      var reader = BlockFileReader(bytes, network: network)
      while let record = reader.next() {
        if size > 1 << 20 {
          parts.append([])
          size = 0
        }
        parts[parts.count - 1].append(Place(file: files.count, block: record.block))
        size += record.block.count
        total += record.block.count
      }
      files.append(bytes)
    }
    self.files = files
    self.parts = parts
    byteCount = total
  }

  /// Parses and hashes all transactions.
  func run(threads: Int) throws -> Found {
    var sum = Found()
    let found = try Workers.map(count: parts.count, threads: threads) { number in
      try run(parts[number])
    }
    for part in found {
      sum.transactions += part.transactions
      sum.outputs += part.outputs
      sum.check ^= part.check
    }
    return sum
  }

  private func run(_ places: [Place]) throws -> Found {
    var found = Found()
    let hasher = DoubleSHA256()
    for place in places {
      let file = files[place.file]
      try ParsingLimit.parse(file.span.extracting(place.block), hasher, &found)
    }
    return found
  }

  private static func parse(
    _ bytes: Span<UInt8>, _ hasher: borrowing DoubleSHA256, _ found: inout Found
  ) throws {
    var reader = ByteReader(bytes)
    _ = try reader.readBytes(BlockHeader.encodedSize)
    let count = try reader.readCompactSize()
    var position = reader.position
    for _ in 0..<count {
      var walker = try TransactionWalker(bytes, at: position)
      while let input = try walker.nextInput() { found.check ^= input.prevout.txid.hash.word0 }
      while let output = try walker.nextOutput() {
        found.check ^= UInt64(bitPattern: output.value.rawValue)
        found.outputs += 1
      }
      try walker.finish()
      found.check ^= hash(walker, bytes, hasher).word0
      position = walker.position
    }
    found.transactions += count
  }

  /// The txid, by the hasher that the import has.
  private static func hash(
    _ walker: borrowing TransactionWalker, _ bytes: Span<UInt8>, _ hasher: borrowing DoubleSHA256
  ) -> Hash256 {
    let end = walker.position
    if walker.isHashedWhole { return hasher.hash(bytes.extracting(walker.start..<end)) }
    hasher.begin()
    hasher.update(bytes.extracting(walker.start..<walker.start + 4))
    hasher.update(bytes.extracting(walker.inputsPosition..<walker.outputsEnd))
    hasher.update(bytes.extracting(end - 4..<end))
    return hasher.finish()
  }
}
