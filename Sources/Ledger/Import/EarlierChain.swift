import Bitcoin
import Files
import SystemPackage

/// The chain of a ledger that is there, by its headers alone.
///
/// They name each other from the first block on, so they are what they were when they were mined,
/// whatever else of the ledger is damaged.
struct EarlierChain: Sendable {
  /// The blocks by height.
  private let hashes: [BlockHash]
  /// How many hashes the chain took on average.
  let work: ChainWork
  /// By height: the number of the block's file among those that the ledger was made from, where its
  /// first byte was, and how many it has.
  private let places: [(file: UInt32, position: UInt64, size: UInt32)]
  /// The names of those files; none where the list is damaged.
  private let names: [String]

  /// Reads the headers of the ledger in `folder`; nil where there is none of this network, where they
  /// make no chain, and where the chain that a scan chose has them all.
  init?(_ folder: FilePath, unlessIn scan: ChainScan) {
    guard scan.firstHeight == 0, let manifest = try? Manifest(readingFrom: folder),
      manifest.network == scan.network,
      manifest.rows.blocks > scan.chain.count
        || scan.chain[manifest.rows.blocks - 1].hash != manifest.tip,
      let headers = EarlierChain.column(.blockHeader, of: EncodedHeader.self, folder, manifest),
      let files = EarlierChain.column(.blockFile, of: UInt32.self, folder, manifest),
      let positions = EarlierChain.column(.blockPosition, of: UInt64.self, folder, manifest),
      let sizes = EarlierChain.column(.blockSize, of: UInt32.self, folder, manifest)
    else { return nil }
    var hashes: [BlockHash] = []
    hashes.reserveCapacity(headers.count)
    var work = ChainWork.zero
    for row in 0..<headers.count {
      let header = headers.values[row].header
      let hash = header.computeHash()
      guard row == 0 ? hash == scan.network.genesis : header.previousBlock == hashes[row - 1] else {
        return nil
      }
      hashes.append(hash)
      work = work + ChainWork(bits: header.bits)
    }
    guard hashes.last == manifest.tip else { return nil }
    self.hashes = hashes
    self.work = work
    var places: [(file: UInt32, position: UInt64, size: UInt32)] = []
    for row in 0..<headers.count {
      places.append((files.values[row], positions.values[row], sizes.values[row]))
    }
    self.places = places
    names = SourceList.fileNames(of: folder)
  }

  private static func column<Element: BitwiseCopyable & Sendable>(
    _ name: ColumnName, of element: Element.Type, _ folder: FilePath, _ manifest: Manifest
  ) -> Column<Element>? {
    try? Column(folder.appending(name.rawValue), count: manifest.rows.blocks)
  }

  private func fileName(at height: Int) -> String? {
    let number = Int(places[height].file)
    return names.indices.contains(number) ? names[number] : nil
  }

  /// The records of a scan that this chain was not made from, so that nobody has read them.
  func unread(in scan: ChainScan) -> [FoundBlock] {
    let heights = Dictionary(uniqueKeysWithValues: zip(hashes, hashes.indices))
    return scan.usable.filter { block in
      guard let height = heights[block.hash] else { return true }
      let place = places[height]
      return place.position != UInt64(block.blockPosition) || place.size != UInt32(block.size)
        || fileName(at: height) != scan.folder.files[block.file]
    }
  }

  /// What of this chain a scan has not.
  func losses(in scan: ChainScan) -> LostBlocks? {
    let usable = Set(scan.usable.map(\.hash))
    let lost = hashes.indices.filter { !usable.contains(hashes[$0]) }
    guard let first = lost.first else { return nil }
    let name = fileName(at: first)
    return LostBlocks(
      blocks: scan.folder.path, count: lost.count, height: first, hash: hashes[first], file: name,
      isFileThere: name.map { scan.folder.files.contains($0) } ?? false,
      remark: scan.skipped.first { $0.reason.block == hashes[first] }, ledgerTip: hashes.count - 1,
      tip: scan.chain.count - 1)
  }
}

extension ChainScan {
  /// What is lost of the chain of the ledger in a folder, where the best chain has less work; nil where
  /// there is no ledger or it has no more.
  ///
  /// A record that lies may hide what seems to be lost, so bodies are looked at first that the ledger
  /// was not made from.
  ///
  /// - Throws: `file`, and what `requireGenesis` throws.
  mutating func losses(of ledger: FilePath, threads: Int) throws(LedgerError) -> LostBlocks? {
    guard let earlier = EarlierChain(ledger, unlessIn: self), best.work < earlier.work else {
      return nil
    }
    try look(at: earlier.unread(in: self), threads: threads)
    try requireGenesis()
    return best.work < earlier.work ? earlier.losses(in: self) : nil
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
