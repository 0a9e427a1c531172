import Bitcoin
import Files
import SystemPackage

/// The SHA-256 of each mebibyte of each column: the file `checksums`, 32 bytes a chunk, the columns in
/// the order of `ColumnName.allCases`. The manifest has a SHA-256 over each column's.
struct ColumnChecksums: Equatable, Sendable {
  static let fileName = "checksums"
  static let chunkSize = 1 << 20
  /// How many chunks one piece of work hashes.
  private static let batch = 16

  /// By column: its chunks' digests, one after the other.
  private(set) var digests: [[UInt8]]

  /// The file's bytes.
  var encoded: [UInt8] { digests.flatMap { $0 } }

  /// The manifest's checksum of column number `column`.
  func seal(of column: Int) -> [UInt8] { Digest.sha256(digests[column]) }

  /// Reads the file, which the manifest has to agree with.
  ///
  /// - Throws: `damaged`, `file`.
  init(readingFrom folder: FilePath, of manifest: Manifest) throws(LedgerError) {
    let path = folder.appending(ColumnChecksums.fileName)
    guard File.exists(path) else { throw .damaged(folder, reason: "checksums are missing") }
    let bytes = try LedgerError.wrapping { () throws(FileError) in try File.read(path) }
    digests = []
    var start = 0
    for entry in manifest.columns {
      let count = ColumnChecksums.chunkCount(entry.byteCount) * 32
      let end = min(bytes.count, start + count)
      digests.append(Array(bytes[min(start, end)..<end]))
      start += count
    }
    let isRight = zip(digests.indices, manifest.columns).allSatisfy { seal(of: $0) == $1.checksum }
    guard start == bytes.count, isRight else {
      throw .damaged(folder, reason: "wrong checksum of checksums")
    }
  }

  /// Hashes the columns in `folder`, of which column n has `byteCounts[n]` bytes that count. Chunks
  /// that lie wholly in the first `kept[n]` bytes are those of `base`, and are not read.
  ///
  /// - Throws: `file`.
  init(
    in folder: FilePath, byteCounts: [Int], base: ColumnChecksums? = nil, kept: [Int] = [],
    threads: Int
  ) throws(LedgerError) {
    var pieces: [Piece] = []
    digests = ColumnName.allCases.map { _ in [] }
    for column in byteCounts.indices {
      let total = ColumnChecksums.chunkCount(byteCounts[column])
      var first = 0
      if let base {
        first = min(kept[column] / ColumnChecksums.chunkSize, total)
        digests[column] = Array(base.digests[column].prefix(32 * first))
      }
      for start in stride(from: first, to: total, by: ColumnChecksums.batch) {
        let end = min(total, start + ColumnChecksums.batch)
        pieces.append(Piece(column: column, chunks: start..<end, byteCount: byteCounts[column]))
      }
    }
    let work = pieces
    let found = try Workers.map(count: work.count, threads: threads) { index throws(LedgerError) in
      try work[index].hash(in: folder)
    }
    for (piece, bytes) in zip(pieces, found) { digests[piece.column] += bytes }
  }

  /// How many chunks so many bytes are.
  static func chunkCount(_ byteCount: Int) -> Int { (byteCount + chunkSize - 1) / chunkSize }

  /// A run of chunks of one column.
  private struct Piece: Sendable {
    let column: Int
    let chunks: Range<Int>
    let byteCount: Int

    func hash(in folder: FilePath) throws(LedgerError) -> [UInt8] {
      let path = folder.appending(ColumnName.allCases[column].rawValue)
      return try LedgerError.wrapping { () throws(FileError) in
        // Read, not mapped: a page is dearer to map than to copy.
        let file = try OpenFile(path)
        var bytes: [UInt8] = []
        var digests: [UInt8] = []
        for chunk in chunks {
          let start = chunk * ColumnChecksums.chunkSize
          let end = min(byteCount, start + ColumnChecksums.chunkSize)
          try file.read(into: &bytes, at: start, count: end - start)
          digests += Digest.sha256(bytes.span.extracting(0..<end - start))
        }
        return digests
      }
    }
  }
}

// MARK: - Verifying

extension ColumnChecksums {
  /// What of a ledger's columns is not what was written, a text a chunk.
  ///
  /// - Throws: `damaged` where a column is missing or too short, or the checksums themselves are not
  ///   what was written; `file`.
  static func findDamage(
    in folder: FilePath, of manifest: Manifest, threads: Int
  ) throws(LedgerError) -> [String] {
    let written = try ColumnChecksums(readingFrom: folder, of: manifest)
    for entry in manifest.columns { try entry.requireBytes(in: folder) }
    let found = try ColumnChecksums(
      in: folder, byteCounts: manifest.columns.map(\.byteCount), threads: threads)
    var texts: [String] = []
    for (column, entry) in manifest.columns.enumerated() {
      for chunk in 0..<chunkCount(entry.byteCount) {
        let bytes = 32 * chunk..<32 * (chunk + 1)
        guard written.digests[column][bytes] != found.digests[column][bytes] else { continue }
        let start = chunk * chunkSize
        let end = min(entry.byteCount, start + chunkSize)
        texts.append(
          "wrong checksum of column \(entry.name.rawValue) in bytes \(start) to \(end - 1)")
      }
    }
    return texts
  }
}

extension Manifest.ColumnEntry {
  /// How many bytes of the column's file count; what a run that did not finish left behind them is
  /// none of the ledger's.
  var byteCount: Int { count * name.elementSize }

  /// Refuses a column whose file is missing or too short.
  ///
  /// - Throws: `damaged`, `file`.
  func requireBytes(in folder: FilePath) throws(LedgerError) {
    let path = folder.appending(name.rawValue)
    guard File.exists(path) else {
      throw .damaged(folder, reason: "column \(name.rawValue) is missing")
    }
    let size = try LedgerError.wrapping { () throws(FileError) in try File.size(path) }
    guard size >= byteCount else {
      throw .damaged(
        folder, reason: "column \(name.rawValue) has \(size) bytes instead of \(byteCount)")
    }
  }
}
