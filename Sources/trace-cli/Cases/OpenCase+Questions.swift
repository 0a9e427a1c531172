import Bitcoin
import Case
import Ledger
import Tracer

/// What the books of a case say on its chain, where it has books.
struct Records {
  /// The books.
  let books: Books
  /// Which scripts of the chain are the exchange's.
  let scripts: ExchangeScripts
}

extension OpenCase {
  /// The books with the scripts that are the exchange's; nil where the case has none.
  ///
  /// - Throws: `CaseFailure`.
  func readRecords(_ ledger: borrowing ChainLedger) throws -> Records? {
    guard hasBooks else { return nil }
    return try requireRecords(ledger)
  }

  /// The books with the scripts that are the exchange's.
  ///
  /// - Throws: `CaseFailure`, also where the case has no books.
  func requireRecords(_ ledger: borrowing ChainLedger) throws -> Records {
    let books = try readBooks()
    do {
      return Records(books: books, scripts: try ExchangeScripts(books: books, ledger: ledger))
    } catch {
      throw BooksFailure(folder: folder.root, error: error)
    }
  }

  /// Holds the books against the chain.
  ///
  /// - Throws: `BooksFailure`.
  func reconcile(
    _ records: Records, _ ledger: borrowing ChainLedger, until: Int? = nil
  ) throws -> Reconciliation {
    do {
      return try Reconciliation.run(
        books: records.books, ledger: ledger, scripts: records.scripts, until: until)
    } catch {
      throw BooksFailure(folder: folder.root, error: error)
    }
  }

  /// Who holds which script, as far as books, tags and clusters tell.
  ///
  /// - Throws: `CaseFailure`, `ClusterError`.
  func holders(
    _ records: Records?, _ ledger: borrowing ChainLedger
  ) throws -> HolderIndex {
    try holders(records, Clusters.multiInput(ledger), ledger)
  }

  /// Who holds which script, as far as books, tags and these clusters tell.
  ///
  /// - Throws: `CaseFailure`.
  func holders(
    _ records: Records?, _ clusters: ClusterSet, _ ledger: borrowing ChainLedger
  ) throws -> HolderIndex {
    HolderIndex(
      ledger: ledger, tags: try readTags(), clusters: clusters,
      exchange: description.exchange, scripts: records?.scripts)
  }
}
