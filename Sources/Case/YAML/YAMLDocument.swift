import Yams

/// Reads a YAML file strictly into `YAMLNode`s.
///
/// One document; no anchors, aliases or merge keys, no explicit types, no key twice, no key that is
/// not text, no nesting beyond `depthLimit`. Any bytes give nodes or an error, never a trap.
public enum YAMLDocument {
  /// How deep lists and mappings may stand in each other.
  public static let depthLimit = 64
  /// How many bytes are read unless the caller says otherwise: 64 MiB.
  public static let defaultByteLimit = 64 << 20

  /// The root of a file's only document.
  ///
  /// - Parameters:
  ///   - bytes: the file's content, UTF-8.
  ///   - file: the name that errors give.
  ///   - byteLimit: how many bytes are read.
  /// - Throws: `YAMLError` for every file that is not such a document.
  public static func read(
    _ bytes: [UInt8], file: String, byteLimit: Int = defaultByteLimit
  ) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= byteLimit else {
      throw YAMLError(
        file: file, line: 1, column: 1, key: nil,
        reason: .tooLarge(byteCount: bytes.count, limit: byteLimit))
    }
    let text = try YAMLText.check(bytes, file: file)
    return try read(checked: text, file: file)
  }

  /// The root of a text's only document.
  ///
  /// - Throws: as `read(_:file:byteLimit:)`.
  public static func read(text: String, file: String) throws(YAMLError) -> YAMLNode {
    try read(Array(text.utf8), file: file)
  }

  private static func read(checked text: String, file: String) throws(YAMLError) -> YAMLNode {
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      root = try parser.singleRoot()
    } catch {
      throw refusal(of: error, file: file)
    }
    guard let root else {
      throw YAMLError(file: file, line: 1, column: 1, key: nil, reason: .empty)
    }
    // Nodes hold their anchors weakly: only as long as the parser lives can anchors be seen.
    return try withExtendedLifetime(parser) { () throws(YAMLError) in
      try YAMLTree(file: file).convert(root, key: nil, depth: 0)
    }
  }

  @inline(never)
  private static func refusal(of error: any Error, file: String) -> YAMLError {
    var place = (line: 1, column: 1)
    var key: String?
    var reason = YAMLProblem.syntax("cannot be read")
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      place = (mark.line, mark.column)
      reason = problem.hasPrefix("Maximum nesting") ? .tooDeep(limit: depthLimit) : .syntax(problem)
    case .reader(let problem, _, _, _):
      reason = .syntax(problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      place = (context.mark.line, context.mark.column)
      key = duplicates.min()
      reason = .duplicateKey(key ?? "")
    case .memory:
      reason = .tooDeep(limit: depthLimit)
    default:
      break
    }
    return YAMLError(
      file: file, line: max(1, place.line), column: max(1, place.column), key: key, reason: reason)
  }
}
