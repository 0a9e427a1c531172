import Bitcoin
import Files
public import SystemPackage

/// Holds the rows of a ledger against the bytes of the block files that it was made from.
///
/// The columns say where each block and each transaction begins; what is read there has to give the same
/// txid and the same rows again. What was read is not kept, so memory does not grow with the chain.
struct BlockComparison: Sendable {
  private let folder: BlockFolder
  /// By number of a block file, as `block.file` has it: its name.
  private let files: [String]

  /// How many bytes of blocks are one piece of work.
  private static let pieceSize = 1 << 20

  /// A comparison of the ledger in `ledger` with the block files in `blocks`.
  ///
  /// - Throws: `damaged`, `noBlockFiles`, `badKey`, `file`.
  init(_ ledger: borrowing ChainLedger, blocks: FilePath) throws(LedgerError) {
    folder = try BlockFolder(blocks, network: ledger.network)
    files = try SourceList.readFileNames(of: ledger.folder)
  }

  /// The blocks' heights in pieces of about a mebibyte of blocks.
  static func pieces(of ledger: borrowing ChainLedger) -> [Range<Int>] {
    let sizes = ledger.blocks.size.values
    var pieces: [Range<Int>] = []
    var start = ledger.firstHeight
    var bytes = 0
    for height in ledger.heights {
      bytes += Int(sizes[height])
      if bytes >= pieceSize || height == ledger.tipHeight {
        pieces.append(start..<height + 1)
        start = height + 1
        bytes = 0
      }
    }
    return pieces
  }

  /// The first difference in the blocks at `heights`; nil where there is none.
  ///
  /// - Throws: `file` where a block file cannot be read.
  func findDifference(
    _ heights: Range<Int>, of ledger: borrowing ChainLedger
  ) throws(LedgerError) -> String? {
    let rows = BlockRows()
    for height in heights {
      let place = BlockPlace(ledger, height)
      guard place.file < files.count else {
        return "block \(height) lies in file number \(place.file), of which the ledger has no name"
      }
      let name = files[place.file]
      guard folder.files.contains(name) else {
        return "block \(height) lies in \(name), which is not in \(folder.path)"
      }
      guard let bytes = try read(place, name) else {
        return "block \(height) lies at byte \(place.position) of \(name), which ends before"
      }
      if let difference = rows.findDifference(bytes.span, at: height, ledger) {
        return "\(difference), at byte \(place.position) of \(name)"
      }
    }
    return nil
  }

  /// A block's bytes; nil where the file ends before.
  private func read(_ place: BlockPlace, _ name: String) throws(LedgerError) -> [UInt8]? {
    do throws(FileError) {
      let file = try OpenFile(folder.path.appending(name))
      guard place.position <= (try file.readSize()) - place.size else { return nil }
      var bytes = try file.read(at: place.position, count: place.size)
      folder.key.remove(from: &bytes, count: place.size, at: place.position)
      return bytes
    } catch {
      if case .short = error { return nil }
      throw .file(error)
    }
  }
}

/// Where a ledger says that a block lies.
private struct BlockPlace {
  let file: Int
  let position: Int
  let size: Int

  init(_ ledger: borrowing ChainLedger, _ height: Int) {
    file = Int(ledger.blocks.file.values[height])
    position = Int(clamping: ledger.blocks.position.values[height])
    size = Int(ledger.blocks.size.values[height])
  }
}

extension ChainLedger {
  /// Holds every block, transaction, input and output of the ledger against the bytes of the block files
  /// in `blocks`: txid, version, lock time, prevouts, sequences, values and scripts are read again where
  /// the ledger says that they are.
  ///
  /// - Parameter progress: is told how many blocks are compared, on the caller's thread.
  /// - Returns: the first difference; nil where there is none.
  /// - Throws: `damaged`, `noBlockFiles`, `badKey`, `file`.
  public borrowing func findDifference(
    fromBlocksIn blocks: FilePath, threads: Int = LedgerImport.processorCount,
    progress: (ImportProgress) -> Void = { _ in }
  ) throws(LedgerError) -> String? {
    let comparison = try BlockComparison(self, blocks: blocks)
    let pieces = BlockComparison.pieces(of: self)
    let total = blockCount
    var compared = 0
    progress(ImportProgress(stage: .read, done: 0, total: total))
    do throws(FoundDifference) {
      try Workers.pipeline(count: pieces.count, threads: threads, window: 2 * threads) {
        number throws(FoundDifference) -> Int in
        let found: String?
        do throws(LedgerError) {
          found = try comparison.findDifference(pieces[number], of: self)
        } catch {
          throw .failed(error)
        }
        if let found { throw .difference(found) }
        return pieces[number].count
      } take: { _, count throws(FoundDifference) in
        compared += count
        progress(ImportProgress(stage: .read, done: compared, total: total))
      }
      return nil
    } catch {
      switch error {
      case .difference(let text): return text
      case .failed(let error): throw error
      }
    }
  }
}

/// What ends a comparison early.
private enum FoundDifference: Error {
  case difference(String)
  case failed(LedgerError)
}
