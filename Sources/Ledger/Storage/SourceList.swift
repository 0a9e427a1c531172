import Bitcoin
import Files
import SystemPackage

/// What a ledger was made from: the block files with their sizes, what was found in them, and what was
/// stepped over. Beside the manifest, so that two sets of files with the same chain make the same
/// columns and manifest but for the places of the blocks.
struct SourceList: Equatable, Sendable {
  static let fileName = "sources"

  /// The file's text, sealed.
  let text: String

  /// The list of a scan.
  init(
    _ folder: BlockFolder, sizes: [Int], found: [FoundBlock], stale: [ImportReport.StaleBlock],
    skipped: [SkippedBytes]
  ) {
    var text = "coldtrace-sources \(Manifest.version)\n"
    for (name, size) in zip(folder.files, sizes) { text += "file \(name) \(size)\n" }
    var writer = ByteWriter(capacity: found.count * 48)
    for block in found {
      writer.write(UInt32(block.file))
      writer.write(UInt64(block.position))
      writer.write(UInt32(block.size))
      block.hash.hash.encode(into: &writer)
    }
    // A node writes new blocks into room that was there before, so sizes alone do not tell.
    text += "blocks \(found.count) \(Hex.encode(Digest.sha256(writer.bytes)))\n"
    for block in stale { text += "stale \(block.height) \(block.hash)\n" }
    for bytes in skipped { text += "skipped \(bytes)\n" }
    self.text = SealedText.seal(text)
  }

  /// The names of the block files that the ledger in `folder` was made from, by their numbers.
  ///
  /// - Throws: `damaged`, `file`.
  static func readFileNames(of folder: FilePath) throws(LedgerError) -> [String] {
    let text = try LedgerError.wrapping { () throws(FileError) in
      try File.readText(Folder.standing(at: folder).appending(fileName))
    }
    guard let body = text.flatMap({ SealedText.open($0) }) else {
      throw .damaged(folder, reason: "wrong checksum of sources")
    }
    return body.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count == 3 && words[0] == "file" ? String(words[1]) : nil
    }
  }

  /// Whether the ledger in `folder` was made from these.
  func isOf(_ folder: FilePath) -> Bool {
    (try? File.readText(folder.appending(SourceList.fileName))) == text
  }

  /// The names of the block files that the ledger in `folder` was made from, in their order; none where
  /// its list is missing or damaged.
  static func fileNames(of folder: FilePath) -> [String] {
    guard let text = try? File.readText(folder.appending(SourceList.fileName)),
      let list = SealedText.open(text)
    else { return [] }
    return list.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count == 3 && words[0] == "file" ? String(words[1]) : nil
    }
  }
}
