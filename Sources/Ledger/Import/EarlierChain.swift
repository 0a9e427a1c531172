import Bitcoin
import Files
import SystemPackage

/// The chain of a ledger that is there, by its headers alone.
///
/// They name each other from the first block on, so they are what they were when they were mined,
/// whatever else of the ledger is damaged.
struct EarlierChain: Sendable {
  /// The height of the first block.
  let firstHeight: Int
  /// The blocks from there on.
  private let headers: [BlockHeader]
  private let hashes: [BlockHash]
  /// By block: the number of the block's file among those that the ledger was made from, where its
  /// first byte was, and how many it has.
  private let places: [(file: UInt32, position: UInt64, size: UInt32)]
  /// The names of those files; none where the list is damaged.
  private let names: [String]

  /// Reads the headers of the ledger in `folder`; nil where there is none of this network, where they
  /// make no chain that anybody worked for, and where the chain that a scan chose has them all.
  init?(_ folder: FilePath, unlessIn scan: ChainScan) {
    guard let manifest = try? Manifest(readingFrom: folder), manifest.network == scan.network,
      manifest.firstHeight < scan.firstHeight
        || scan.hash(at: manifest.rows.blocks - 1) != manifest.tip,
      let headers = EarlierChain.column(.blockHeader, of: EncodedHeader.self, folder, manifest),
      let files = EarlierChain.column(.blockFile, of: UInt32.self, folder, manifest),
      let positions = EarlierChain.column(.blockPosition, of: UInt64.self, folder, manifest),
      let sizes = EarlierChain.column(.blockSize, of: UInt32.self, folder, manifest)
    else { return nil }
    let first = manifest.firstHeight
    var chain: [BlockHeader] = []
    var hashes: [BlockHash] = []
    var places: [(file: UInt32, position: UInt64, size: UInt32)] = []
    for row in first..<headers.count {
      let header = headers.values[row].header
      let hash = header.computeHash()
      let isNext =
        hashes.last.map { header.previousBlock == $0 }
        ?? (first > 0 || hash == scan.network.genesis)
      guard isNext, header.meetsTarget() else { return nil }
      chain.append(header)
      hashes.append(hash)
      places.append((files.values[row], positions.values[row], sizes.values[row]))
    }
    guard hashes.last == manifest.tip else { return nil }
    firstHeight = first
    self.headers = chain
    self.hashes = hashes
    self.places = places
    names = SourceList.fileNames(of: folder)
  }

  private static func column<Element: BitwiseCopyable & Sendable>(
    _ name: ColumnName, of element: Element.Type, _ folder: FilePath, _ manifest: Manifest
  ) -> Column<Element>? {
    try? Column(folder.appending(name.rawValue), count: manifest.rows.blocks)
  }

  private func fileName(of block: Int) -> String? {
    let number = Int(places[block].file)
    return names.indices.contains(number) ? names[number] : nil
  }

  /// The records of a scan that this chain was not made from, so that nobody has read them.
  func unread(in scan: ChainScan) -> [FoundBlock] {
    let rows = Dictionary(uniqueKeysWithValues: zip(hashes, hashes.indices))
    return scan.usable.filter { block in
      guard let row = rows[block.hash] else { return true }
      let place = places[row]
      return place.position != UInt64(block.blockPosition) || place.size != UInt32(block.size)
        || fileName(of: row) != scan.folder.files[block.file]
    }
  }

  /// Whether this chain has more work than the best one of a scan, from the height on at which both have
  /// begun.
  private func hasMoreWork(than scan: ChainScan) -> Bool {
    let start = max(firstHeight, scan.firstHeight)
    let work = ChainWork.sum(of: headers.dropFirst(start - firstHeight).lazy.map(\.bits))
    let found = ChainWork.sum(
      of: scan.chain.dropFirst(start - scan.firstHeight).lazy.map(\.header.bits))
    return found < work
  }

  /// Whether something of this chain might be lost with the best one of a scan in its place: that has less
  /// work, or begins further up.
  func isMore(than scan: ChainScan) -> Bool {
    firstHeight < scan.firstHeight || hasMoreWork(than: scan)
  }

  /// What of this chain a scan has not: of a chain with less work all that is missing, else what lies below
  /// its beginning. Blocks that gave way to others are not lost.
  func losses(in scan: ChainScan) -> LostBlocks? {
    let usable = Set(scan.usable.map(\.hash))
    let end =
      hasMoreWork(than: scan) ? hashes.count : min(scan.firstHeight - firstHeight, hashes.count)
    let lost = (0..<max(end, 0)).filter { !usable.contains(hashes[$0]) }
    guard let first = lost.first else { return nil }
    let name = fileName(of: first)
    return LostBlocks(
      blocks: scan.folder.path, count: lost.count, height: firstHeight + first, hash: hashes[first],
      file: name, isFileThere: name.map { scan.folder.files.contains($0) } ?? false,
      remark: scan.skipped.first { $0.reason.block == hashes[first] },
      ledgerTip: firstHeight + hashes.count - 1, firstHeight: scan.firstHeight,
      tip: scan.firstHeight + scan.chain.count - 1)
  }
}

extension ChainWork {
  /// The work of blocks with these targets.
  fileprivate static func sum(of bits: some Sequence<UInt32>) -> ChainWork {
    bits.reduce(.zero) { $0 + ChainWork(bits: $1) }
  }
}

extension ChainScan {
  /// The hash of the chosen chain's block at a height; nil where it has none there.
  fileprivate func hash(at height: Int) -> BlockHash? {
    let place = height - firstHeight
    return chain.indices.contains(place) ? chain[place].hash : nil
  }

  /// What is lost of the chain of the ledger in a folder, where the best chain has less work or begins
  /// above what is lost; nil where there is no ledger or it has no more.
  ///
  /// A record that lies may hide what seems to be lost, so bodies are looked at first that the ledger
  /// was not made from.
  ///
  /// - Throws: `file`, and what `requireGenesis` throws.
  mutating func losses(of ledger: FilePath, threads: Int) throws(LedgerError) -> LostBlocks? {
    guard let earlier = EarlierChain(ledger, unlessIn: self), earlier.isMore(than: self) else {
      return nil
    }
    try look(at: earlier.unread(in: self), threads: threads)
    try requireGenesis()
    return earlier.isMore(than: self) ? earlier.losses(in: self) : nil
  }
}

extension SkippedBytes.Reason {
  /// The block that is left out, where it is known.
  fileprivate var block: BlockHash? {
    switch self {
    case .damaged(let hash, _), .refused(let hash, _, _), .noWork(let hash): hash
    default: nil
    }
  }
}
