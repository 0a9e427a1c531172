public import Files
import SystemPackage

extension CaseFolder {
  /// Writes `case.yaml`.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ value: CaseDescription) throws(FileError) {
    try put(value.encode(), to: description)
  }

  /// Writes the tables of `books/`, of those that may be left out the ones that have rows, making the
  /// folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ value: Books) throws(FileError) {
    if !Folder.exists(books) { try Folder.create(books) }
    for table in Books.Table.allCases { try write(table, of: value) }
  }

  /// Writes one table of `books/`, which must be there; nothing where it may be left out and has no
  /// rows.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ table: Books.Table, of value: Books) throws(FileError) {
    guard !table.isOptional || !value.isEmpty(table) else { return }
    try put(value.encode(table), to: path(of: table))
  }

  /// Writes a tag pack to `tags/NAME.yaml`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ pack: TagPack, named name: String) throws(FileError) {
    if !Folder.exists(tags) { try Folder.create(tags) }
    try put(pack.encode(), to: tags.appending(name + ".yaml"))
  }

  /// Writes wallet labels to `tags/NAME.jsonl`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ records: [LabelRecord], named name: String) throws(FileError) {
    if !Folder.exists(tags) { try Folder.create(tags) }
    try put(LabelRecord.encode(records), to: tags.appending(name + ".jsonl"))
  }

  /// Writes a claim to `claims/ID.yaml`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ claim: Claim) throws(FileError) {
    if !Folder.exists(claims) { try Folder.create(claims) }
    try put(claim.encode(), to: path(ofClaim: claim.id))
  }

  /// Writes a file that is there whole or not at all; in a folder under way, which is synced and comes
  /// to its place as a whole, without more ado.
  private func put(_ bytes: [UInt8], to path: FilePath) throws(FileError) {
    guard isUnderWay else { return try AtomicFile.write(bytes, to: path) }
    var writer = try FileWriter(path)
    try writer.write(bytes)
    try writer.finish(syncing: false)
  }
}
