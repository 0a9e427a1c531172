import Case
import SystemPackage
import Tracer

/// An error in a part of a case folder, with the folder in front of the part's name.
struct CaseFailure: InputFailure, CustomStringConvertible {
  /// The case folder.
  let folder: FilePath
  /// What is wrong in it.
  let error: CaseError

  /// The error, its file named from where the user stands.
  var message: String {
    switch error {
    case .file, .noCase, .notFolder: "\(error)"
    case .missing(part: "books"):
      "\(folder) has no books: put accounts.csv, addresses.csv, deposits.csv and withdrawals.csv "
        + "into \(folder)/books (docs/reconcile.md says what they hold)"
    case .missing(let part): "\(folder) has no \(part)"
    case .table, .yaml, .labels, .tag, .claimName: "\(folder)/\(error)"
    }
  }

  /// The same as `message`, for the detail of a check.
  var description: String { message }
}

/// Books that cannot be held against the chain, with the case folder in front of their files' names.
struct BooksFailure: InputFailure, CustomStringConvertible {
  /// The case folder.
  let folder: FilePath
  /// What is wrong.
  let error: ReconciliationError

  /// The error, its file named from where the user stands.
  var message: String {
    switch error {
    case .bookedAddress, .noAddresses, .sumOutOfRange: "\(folder)/\(error)"
    case .negativeHeight, .segment: "\(error)"
    }
  }

  /// The same as `message`, for the detail of a check.
  var description: String { message }
}
