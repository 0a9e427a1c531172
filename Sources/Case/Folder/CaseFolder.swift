public import SystemPackage

/// The places inside a case folder.
public struct CaseFolder: Hashable, Sendable {
  /// The folder itself.
  public let root: FilePath

  /// Whether all of the folder is still being made (`Folder.build`), so that no file in it need be whole
  /// before the folder is.
  public let isUnderWay: Bool

  /// The case folder at `root`, whether it is there or not.
  public init(root: FilePath, isUnderWay: Bool = false) {
    self.root = root
    self.isUnderWay = isUnderWay
  }

  /// `case.yaml`: what the case is.
  public var description: FilePath { root.appending("case.yaml") }
  /// `blocks/`: block files in Bitcoin Core's format, where the case keeps its own.
  public var blocks: FilePath { root.appending("blocks") }
  /// `ledger/`: the chain as columns, derived from the blocks.
  public var ledger: FilePath { root.appending("ledger") }
  /// `tags/`: who is known publicly.
  public var tags: FilePath { root.appending("tags") }
  /// `books/`: what the exchange's own records say.
  public var books: FilePath { root.appending("books") }
  /// `claims/`: claims to recovered coins.
  public var claims: FilePath { root.appending("claims") }
  /// `truth/`: what a simulation knows; scoring alone reads it.
  public var truth: FilePath { root.appending("truth") }
  /// `reports/`: what was found.
  public var reports: FilePath { root.appending("reports") }

  /// The file of one table of the books.
  public func path(of table: Books.Table) -> FilePath { books.appending(table.fileName) }
  /// The file of the claim with this id.
  public func path(ofClaim id: String) -> FilePath { claims.appending(id + ".yaml") }

  /// Where the blocks are that a description names: absolute paths are taken as they are.
  public func blocks(of description: CaseDescription) -> FilePath {
    let path = FilePath(description.blocks)
    return path.isAbsolute ? path : root.pushing(path)
  }
}
