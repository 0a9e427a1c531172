import Files
import SystemPackage

extension ScenarioError {
  /// What the system refused.
  init(_ error: FileError) {
    switch error {
    case .notEmpty(let path): self = .folderNotEmpty(path: path.description)
    case .refused(_, let path, _), .locked(let path), .noFile(let path), .topOfDisk(let path),
      .unevenSize(let path, _, _),
      .short(let path, _, _, _):
      self = .file(path: path.description, reason: error.description)
    }
  }
}
