import Case

/// Why a scenario cannot be read or played.
public enum ScenarioError: Error, Equatable, Sendable {
  /// The YAML says something that the format does not have, or that contradicts itself; `reason`
  /// names the key. Line and column are 0 where `file` is an option such as `--set seed=x`.
  case malformed(file: String, line: Int, column: Int, key: String, reason: String)
  /// The scenario contradicts itself; `key` is the path of what is wrong, such as
  /// `actors.mtgox.owes` or `events[3].sweep.total`.
  case inconsistent(key: String, reason: String)
  /// The story cannot go on: an actor lacks coins or keys for what it has to do.
  case unplayable(actor: String, time: UInt32, reason: String)
  /// The folder for the case has something in it already.
  case folderNotEmpty(path: String)
  /// A file could not be read or written; the reason names it.
  case file(path: String, reason: String)
}

extension ScenarioError: CustomStringConvertible {
  /// What is wrong, with the value, then where.
  public var description: String {
    switch self {
    case .malformed(let file, let line, let column, _, let reason):
      line == 0 ? "\(file): \(reason)" : "\(file):\(line):\(column): \(reason)"
    case .inconsistent(let key, let reason):
      "\(key): \(reason)"
    case .unplayable(let actor, let time, let reason):
      "\(actor) on \(UTCTime(blockTime: time)): \(reason)"
    case .folderNotEmpty(let path):
      "folder is not empty: \(path)"
    case .file(_, let reason):
      reason
    }
  }
}
