/// A value that takes the place of another in a YAML tree.
///
/// It stands in the file itself, under a setting's name, or in an option of a command; errors about
/// it name where it stands.
public struct YAMLChange: Sendable {
  /// The place that is changed.
  public var path: YAMLPath
  /// What stands there afterwards; a value of nothing (`~`) takes the key or the item away.
  public let value: YAMLNode
  /// The file that errors about the path name, or the option.
  public let file: String
  /// The line of the path, from 1; 0 in an option.
  public let line: Int
  /// The column of the path, from 1; 0 in an option.
  public let column: Int

  /// The change that an entry `PATH: VALUE` of a mapping says.
  ///
  /// - Throws: `badValue` where the key is no path.
  public init(_ entry: YAMLNode.Entry) throws(YAMLError) {
    file = entry.value.file
    line = entry.line
    column = entry.column
    value = entry.value
    path = try YAMLChange.path(entry.key, file: file, line: line, column: column)
  }

  /// The change that an option's text `PATH=VALUE` says; the value is written as in a file.
  ///
  /// - Parameters:
  ///   - text: what stands behind the option.
  ///   - option: the option's name, such as `--set`.
  /// - Throws: `invalid`, `badValue`, and what makes the value no YAML.
  public init(option text: String, named option: String) throws(YAMLError) {
    let name = "\(option) \(text)"
    guard let sign = text.firstIndex(of: "=") else {
      throw YAMLError(
        file: name, line: 0, column: 0, key: nil,
        reason: .invalid("must be PATH=VALUE, such as \(option) actors.customers.count=500"))
    }
    let words = String(text[text.index(after: sign)...])
    guard words.contains(where: { !$0.isWhitespace }) else {
      throw YAMLError(
        file: name, line: 0, column: 0, key: nil,
        reason: .invalid("there is no value behind '='; ~ takes a key away"))
    }
    guard Excerpt.isPlain(text) else {
      throw YAMLError(
        file: option, line: 0, column: 0, key: nil,
        reason: .invalid("\(Excerpt(text)) is no plain text on one line"))
    }
    file = name
    line = 0
    column = 0
    path = try YAMLChange.path(String(text[..<sign]), file: name, line: 0, column: 0)
    do {
      value = try YAMLDocument.read(text: words, file: name).moved(to: path.description)
    } catch {
      throw YAMLError(file: name, line: 0, column: 0, key: error.key, reason: error.reason)
    }
  }

  /// An error at the change's own place.
  @inline(never)
  public func error(_ reason: YAMLProblem) -> YAMLError {
    YAMLError(file: file, line: line, column: column, key: nil, reason: reason)
  }

  private static func path(
    _ text: String, file: String, line: Int, column: Int
  ) throws(YAMLError) -> YAMLPath {
    guard let path = YAMLPath(text) else {
      throw YAMLError(
        file: file, line: line, column: column, key: nil,
        reason: .invalid(
          "'\(text)' is no path such as actors.customers.count or events[2].move.fee"))
    }
    return path
  }
}

extension YAMLNode {
  /// The node and all below it without a line, as a value of an option has none; the node itself
  /// under a key of its own.
  fileprivate func moved(to key: String?) -> YAMLNode {
    let content: Content
    switch self.content {
    case .scalar: content = self.content
    case .sequence(let items): content = .sequence(items.map { $0.moved(to: $0.key) })
    case .mapping(let entries):
      content = .mapping(
        entries.map { Entry(key: $0.key, line: 0, column: 0, value: $0.value.moved(to: $0.key)) })
    }
    return YAMLNode(file: file, line: 0, column: 0, key: key, content: content)
  }
}
