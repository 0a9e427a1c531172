import Bitcoin
import Files
import SystemPackage

/// The block with which the longest chain in some files begins.
struct FirstBlock {
  let hash: BlockHash
  /// The height that its coinbase says; nil where it says none.
  let height: Int?

  /// What to say where a chain's first block is in none of the files.
  ///
  /// - Throws: `file`.
  static func explain(
    _ error: LedgerError, _ anchor: BlockAnchor?, _ folder: BlockFolder, _ network: Network,
    threads: Int
  ) throws(LedgerError) -> LedgerError {
    guard let first = try find(in: folder, network, threads: threads) else { return error }
    if let anchor {
      let height = first.height.map { " at height \($0)" } ?? ""
      return .badAnchor(
        anchor, folder.path,
        reason: "no file has that block, the longest chain begins with \(first.hash)\(height)")
    }
    return .pruned(
      folder.path, network: network.name, genesis: network.genesis, first: first.hash,
      height: first.height)
  }

  /// Looks for it; nil where there is no block.
  private static func find(
    in folder: BlockFolder, _ network: Network, threads: Int
  ) throws(LedgerError) -> FirstBlock? {
    let scans = try Workers.map(count: folder.files.count, threads: threads) {
      number throws(LedgerError) in
      try BlockFileScan(folder, file: number, network: network).blocks
    }
    let found = scans.flatMap { $0 }
    guard let block = root(of: found) else { return nil }
    return FirstBlock(hash: block.hash, height: coinbaseHeight(of: block, in: folder))
  }

  /// The block below which none is found, and above which the most blocks stand in a line.
  private static func root(of found: [FoundBlock]) -> FoundBlock? {
    var numbers: [BlockHash: Int] = [:]
    for (number, block) in found.enumerated() where numbers[block.hash] == nil {
      numbers[block.hash] = number
    }
    // By block: how many stand from its root up to it, and which block that is.
    var lines = [Line?](repeating: nil, count: found.count)
    var best: Line?
    for number in found.indices {
      var path: [Int] = []
      var next: Int? = number
      while let block = next, lines[block] == nil {
        path.append(block)
        next = numbers[found[block].header.previousBlock]
      }
      var line = next.flatMap { lines[$0] }
      for block in path.reversed() {
        line = Line(count: (line?.count ?? 0) + 1, root: line?.root ?? block)
        lines[block] = line
      }
      if let line = lines[number], line.count > best?.count ?? 0 { best = line }
    }
    return best.map { found[$0.root] }
  }

  private struct Line {
    var count: Int
    var root: Int
  }

  /// What a block's coinbase says of its height; before version 2 it says nothing (BIP-0034).
  static func coinbaseHeight(of block: FoundBlock, in folder: BlockFolder) -> Int? {
    guard block.header.version >= 2,
      let file = try? OpenFile(folder.path.appending(folder.files[block.file])),
      var bytes = try? file.read(at: block.blockPosition, count: block.size)
    else { return nil }
    folder.key.remove(from: &bytes, count: bytes.count, at: block.blockPosition)
    guard let read = try? Block(decoding: bytes) else { return nil }
    return read.transactions.first?.inputs.first?.scriptSig.coinbaseHeight
  }
}

extension ChainScan {
  /// Refuses an anchor whose height is not that of its block, as far as that can be told: only the
  /// network's first block is at height 0, and from BIP-0034 on a coinbase says its height.
  ///
  /// - Throws: `badAnchor`.
  func checkAnchor() throws(LedgerError) {
    guard let block = chain.first else { return }
    guard (root.height == 0) == (root.hash == network.genesis) else {
      throw .badAnchor(
        root, folder.path,
        reason: "only the first block of \(network.name), \(network.genesis), is at height 0")
    }
    guard root.height >= ConsensusRules(network).bip34Height else { return }
    let said = FirstBlock.coinbaseHeight(of: block, in: folder)
    guard said == root.height else {
      throw .badAnchor(
        root, folder.path,
        reason: said.map { "its coinbase says height \($0)" } ?? "its coinbase says no height")
    }
  }
}
