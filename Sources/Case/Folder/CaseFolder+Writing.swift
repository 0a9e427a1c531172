public import Files
import SystemPackage

extension CaseFolder {
  /// Writes `case.yaml`.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ value: CaseDescription) throws(FileError) {
    try AtomicFile.write(value.encode(), to: description)
  }

  /// Writes the tables of `books/`, of those that may be left out the ones that have rows, making the
  /// folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ value: Books) throws(FileError) {
    if !Folder.exists(books) { try Folder.create(books) }
    for table in Books.Table.allCases where !table.isOptional || !value.isEmpty(table) {
      try AtomicFile.write(value.encode(table), to: path(of: table))
    }
  }

  /// Writes a tag pack to `tags/NAME.yaml`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ pack: TagPack, named name: String) throws(FileError) {
    if !Folder.exists(tags) { try Folder.create(tags) }
    try AtomicFile.write(pack.encode(), to: tags.appending(name + ".yaml"))
  }

  /// Writes wallet labels to `tags/NAME.jsonl`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ records: [LabelRecord], named name: String) throws(FileError) {
    if !Folder.exists(tags) { try Folder.create(tags) }
    try AtomicFile.write(LabelRecord.encode(records), to: tags.appending(name + ".jsonl"))
  }

  /// Writes a claim to `claims/ID.yaml`, making the folder where it is not there.
  ///
  /// - Throws: a `FileError` where the system refuses.
  public func write(_ claim: Claim) throws(FileError) {
    if !Folder.exists(claims) { try Folder.create(claims) }
    try AtomicFile.write(claim.encode(), to: path(ofClaim: claim.id))
  }
}
