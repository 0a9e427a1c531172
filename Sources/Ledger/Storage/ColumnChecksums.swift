import Bitcoin
import Files
import SystemPackage

/// The SHA-256 of columns.
enum ColumnChecksums {
  /// Hashes all columns in `folder`, in the order of `ColumnName.allCases`.
  static func compute(
    in folder: FilePath, threads: Int
  ) throws(LedgerError) -> [Manifest.ColumnEntry] {
    let names = ColumnName.allCases
    return try Workers.map(count: names.count, threads: threads) { index throws(LedgerError) in
      try entry(of: names[index], in: folder)
    }
  }

  /// The columns whose bytes or size are not what the manifest says.
  static func mismatches(
    in folder: FilePath, of manifest: Manifest, threads: Int
  ) throws(LedgerError) -> [ColumnName] {
    let found = try compute(in: folder, threads: threads)
    return zip(found, manifest.columns).filter { $0 != $1 }.map { $0.0.name }
  }

  private static func entry(
    of name: ColumnName, in folder: FilePath
  ) throws(LedgerError) -> Manifest.ColumnEntry {
    let path = folder.appending(name.rawValue)
    return try LedgerError.wrapping { () throws(FileError) in
      let file = try MappedFile(path, access: .sequential)
      return Manifest.ColumnEntry(
        name: name, count: file.count / name.elementSize, checksum: Digest.sha256(file.bytes))
    }
  }
}
