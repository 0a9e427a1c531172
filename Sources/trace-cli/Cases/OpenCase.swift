import Bitcoin
import Case
import Files
import Ledger
import SystemPackage

/// A case folder whose description has been read.
struct OpenCase {
  /// The places in the folder.
  let folder: CaseFolder
  /// What `case.yaml` says.
  let description: CaseDescription

  /// Reads `case.yaml` of the folder at `path`.
  ///
  /// - Throws: `CaseFailure`.
  init(_ path: String) throws {
    folder = CaseFolder(root: FilePath(path))
    do {
      description = try folder.readDescription()
    } catch {
      throw CaseFailure(folder: folder.root, error: error)
    }
  }

  /// The network, with the halving interval that holds in this case.
  var network: Network { description.network }
  /// Whether the case has books of an exchange: `case new` makes their folder, and leaves it empty.
  ///
  /// A folder that cannot be listed counts, so that reading it says why.
  var hasBooks: Bool {
    guard Folder.exists(folder.books) else { return false }
    do {
      return try !Folder.isEmpty(folder.books)
    } catch {
      return true
    }
  }
  /// Where the block files are.
  var blocks: FilePath { folder.blocks(of: description) }

  /// Reads the exchange's books.
  ///
  /// - Throws: `CaseFailure`, also where the case has none.
  func readBooks() throws -> Books {
    try reading { folder throws(CaseError) in try folder.readBooks() }
  }

  /// Reads the tags; a case may have none.
  ///
  /// - Throws: `CaseFailure`.
  func readTags() throws -> TagSet {
    let network = network
    return try reading { folder throws(CaseError) in try folder.readTags(network: network) }
  }

  /// Reads the claims; a case may have none.
  ///
  /// - Throws: `CaseFailure`.
  func readClaims() throws -> [Claim] {
    try reading { folder throws(CaseError) in try folder.readClaims() }
  }

  /// Opens the ledger that `index` made.
  ///
  /// - Throws: `LedgerError`; `Refusal` where `case.yaml` has come to name another network since.
  func openLedger() throws -> ChainLedger {
    let ledger = try ChainLedger(opening: folder.ledger)
    guard ledger.firstHeight == description.anchor?.height ?? 0,
      description.anchor.map({ ledger.blockHashes[$0.height] == $0.hash }) ?? true
    else {
      throw Refusal(
        "\(folder.ledger) begins at height \(ledger.firstHeight), but \(folder.description) says "
          + "\(description.anchor.map { "anchor \($0)" } ?? "no anchor"); run trace-cli index "
          + "\(folder.root)")
    }
    guard ledger.network == network else {
      throw Refusal(
        "\(folder.ledger) is of \(OpenCase.words(ledger.network)), but \(folder.description) says "
          + "\(OpenCase.words(network)); run trace-cli index \(folder.root)")
    }
    return ledger
  }

  /// Opens the ledger for a command whose answer the whole chain has to be known for.
  ///
  /// - Throws: as `openLedger()`, and `Refusal` where the ledger begins above the network's first block.
  func openWholeLedger(for command: String) throws -> ChainLedger {
    let ledger = try openLedger()
    guard !ledger.isSegment else {
      throw Refusal(
        "\(folder.ledger) begins at height \(ledger.firstHeight.grouped), and \(command) would miss "
          + "what lies below; it needs the block files from the network's first block on")
    }
    return ledger
  }

  private static func words(_ network: Network) -> String {
    "\(network.name) with a halving interval of \(network.subsidyHalvingInterval)"
  }

  private func reading<Part>(_ body: (CaseFolder) throws(CaseError) -> Part) throws -> Part {
    do {
      return try body(folder)
    } catch {
      throw CaseFailure(folder: folder.root, error: error)
    }
  }
}
