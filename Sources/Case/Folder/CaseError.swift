public import Files

/// Why a part of a case folder could not be read.
public enum CaseError: Error, Equatable, Sendable {
  /// The system did not give the file.
  case file(FileError)
  /// There is no case folder at this path: it has no `case.yaml`.
  case noCase(path: String)
  /// There is a file at this path, where a case folder is asked for.
  case notFolder(path: String)
  /// The case has no such part, which was asked for.
  case missing(part: String)
  /// A table of the books is not what it should be.
  case table(TableError)
  /// A YAML file is not what it should be.
  case yaml(YAMLError)
  /// A file of wallet labels is not what it should be.
  case labels(LabelError)
  /// A tag's address is none of the network.
  case tag(TagError)
  /// A claim's file has another name than its id.
  case claimName(file: String, id: String)
}

extension CaseError: CustomStringConvertible {
  /// What is wrong and where.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .noCase(let path): "no case at \(path): it has no case.yaml"
    case .notFolder(let path): "no case at \(path): it is a file, and a case is a folder"
    case .missing(let part): "the case has no \(part)"
    case .table(let error): "\(error)"
    case .yaml(let error): "\(error)"
    case .labels(let error): "\(error)"
    case .tag(let error): "\(error)"
    case .claimName(let file, let id):
      "\(file): the id \(Excerpt(id)) asks for the file name claims/\(id).yaml"
    }
  }
}
