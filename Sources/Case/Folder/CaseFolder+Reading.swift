public import Bitcoin
import Files
import SystemPackage

extension CaseFolder {
  /// Reads `case.yaml`.
  ///
  /// - Throws: `noCase` where the file is not there, `notFolder` where a file is in the folder's
  ///   place, `file`, `yaml`.
  public func readDescription() throws(CaseError) -> CaseDescription {
    guard Folder.exists(root) || !File.exists(root) else { throw .notFolder(path: root.string) }
    guard try isPresent(description) else { throw .noCase(path: root.string) }
    let bytes = try read(description)
    do {
      return try CaseDescription.decode(bytes)
    } catch {
      throw .yaml(error)
    }
  }

  /// Reads the tables of `books/`.
  ///
  /// - Throws: `missing` where there is no such folder or a file is not there that must be, `file`,
  ///   `table`.
  public func readBooks() throws(CaseError) -> Books {
    guard try isPresent(folder: books) else { throw .missing(part: "books") }
    var result = Books()
    for table in Books.Table.allCases {
      let path = path(of: table)
      let name = "books/\(table.fileName)"
      guard try isPresent(path) else {
        if table.isOptional { continue }
        throw .missing(part: name)
      }
      let bytes = try read(path)
      do {
        try result.decode(table, from: bytes, file: name)
      } catch {
        throw .table(error)
      }
    }
    return result
  }

  /// Reads all of `tags/`: `.yaml` and `.yml` are tag packs, `.jsonl` wallet labels, other files are
  /// left alone. A case without the folder has no tags.
  ///
  /// - Throws: `file`, `yaml`, `labels`, `tag`.
  public func readTags(network: Network) throws(CaseError) -> TagSet {
    var result: [TagSet.AddressTag] = []
    for name in try list(tags) {
      let file = "tags/\(name)"
      if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        let bytes = try read(tags.appending(name))
        result += try CaseFolder.resolvePack(bytes, network: network, file: file)
      } else if name.hasSuffix(".jsonl") {
        let bytes = try read(tags.appending(name))
        result += try CaseFolder.resolveLabels(bytes, network: network, file: file)
      }
    }
    return TagSet(result)
  }

  /// Reads all claims of `claims/`, in the order of their files' names; files that end with neither
  /// `.yaml` nor `.yml` are left alone. A case without the folder has no claims.
  ///
  /// - Throws: `file`, `yaml`, and `claimName` where a file's name is not its claim's id with `.yaml`,
  ///   so that no claim in a `.yml` is passed over in silence.
  public func readClaims() throws(CaseError) -> [Claim] {
    var result: [Claim] = []
    for name in try list(claims) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      result.append(try readClaim(claims.appending(name), file: "claims/\(name)"))
    }
    return result
  }

  /// Reads one claim of `claims/`.
  ///
  /// - Throws: as `readClaims()`.
  private func readClaim(_ path: FilePath, file: String) throws(CaseError) -> Claim {
    let bytes = try read(path)
    let claim: Claim
    do {
      claim = try Claim.decode(bytes, file: file)
    } catch {
      throw .yaml(error)
    }
    guard file == "claims/\(claim.id).yaml" else { throw .claimName(file: file, id: claim.id) }
    return claim
  }

  private func read(_ path: FilePath) throws(CaseError) -> [UInt8] {
    do {
      return try File.read(path)
    } catch {
      throw .file(error)
    }
  }

  /// Whether a file is there; what cannot be looked at is no absence.
  private func isPresent(_ path: FilePath) throws(CaseError) -> Bool {
    do throws(FileError) { return try File.isPresent(path) } catch { throw .file(error) }
  }

  /// Whether a folder is there; what cannot be looked at is no absence.
  private func isPresent(folder: FilePath) throws(CaseError) -> Bool {
    do throws(FileError) { return try Folder.isPresent(folder) } catch { throw .file(error) }
  }

  /// The names in a folder, sorted; none where there is no such folder.
  private func list(_ folder: FilePath) throws(CaseError) -> [String] {
    guard try isPresent(folder: folder) else { return [] }
    do {
      return try Folder.list(folder)
    } catch {
      throw .file(error)
    }
  }

  private static func resolvePack(
    _ bytes: [UInt8], network: Network, file: String
  ) throws(CaseError) -> [TagSet.AddressTag] {
    let pack: TagPack
    do {
      pack = try TagPack.decode(bytes, file: file)
    } catch {
      throw .yaml(error)
    }
    do {
      return try TagSet.resolve(pack, network: network, file: file)
    } catch {
      throw .tag(error)
    }
  }

  private static func resolveLabels(
    _ bytes: [UInt8], network: Network, file: String
  ) throws(CaseError) -> [TagSet.AddressTag] {
    let records: [LabelRecord]
    do {
      records = try LabelRecord.decode(bytes, file: file)
    } catch {
      throw .labels(error)
    }
    do {
      return try TagSet.resolve(records, network: network, file: file)
    } catch {
      throw .tag(error)
    }
  }
}
