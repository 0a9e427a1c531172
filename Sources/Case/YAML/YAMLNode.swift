/// A value of a YAML file, with its place, for error messages that name file, line and column.
///
/// The tree holds text only: `010`, `no` and `2011-02-31` stay what the file says until a typed
/// reader of `YAMLNode+Values` is asked.
public struct YAMLNode: Sendable {
  /// What a node holds.
  public enum Content: Sendable {
    /// A text; `isPlain` where it stands without quotes.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and values, in the order of the file, without duplicates.
    case mapping([Entry])
  }

  /// A key of a mapping, with its place, and its value.
  public struct Entry: Sendable {
    /// The key.
    public let key: String
    /// The line of the key, from 1.
    public let line: Int
    /// The column of the key, from 1.
    public let column: Int
    /// The value.
    public let value: YAMLNode
  }

  /// The file, as the caller named it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int
  /// The name by which messages speak of the node: its key, or `key[2]` in a list; nil at the root.
  public let key: String?
  /// What the node holds.
  public let content: Content
}

// MARK: - Shape

extension YAMLNode {
  /// An error at this node's place, under its key.
  @inline(never)
  public func error(_ reason: YAMLProblem) -> YAMLError {
    YAMLError(file: file, line: line, column: column, key: key, reason: reason)
  }

  /// The values of a list.
  ///
  /// - Throws: `wrongShape` where the node is no list.
  public func list() throws(YAMLError) -> [YAMLNode] {
    guard case .sequence(let nodes) = content else {
      throw error(.wrongShape(expected: "a list", found: shape))
    }
    return nodes
  }

  /// The entries of a mapping whose keys are names of the author's choice.
  ///
  /// - Throws: `wrongShape` where the node is no mapping.
  public func entries() throws(YAMLError) -> [Entry] {
    guard case .mapping(let entries) = content else {
      throw error(.wrongShape(expected: "a mapping", found: shape))
    }
    return entries
  }

  /// The node as a mapping whose keys are all in a table.
  ///
  /// - Parameters:
  ///   - table: the known keys.
  ///   - place: how messages speak of the mapping, such as `actor 'mtgox'`.
  /// - Throws: `wrongShape` where the node is no mapping; `unknownKey`, `cutAmount`, `missingKey`.
  public func mapping(_ table: YAMLKeyTable, in place: String) throws(YAMLError) -> YAMLMapping {
    try YAMLMapping(self, table: table, place: place)
  }

  /// Whether nothing is written where a value should stand.
  public var isNothing: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The node's form in words: `a list`, `a mapping`, `nothing`, `the text '…'`.
  public var shape: String {
    switch content {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let text, _): return isNothing ? "nothing" : "the text '\(text.prefix(40))'"
    }
  }
}
