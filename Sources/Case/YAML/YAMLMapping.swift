/// A mapping whose keys have been held against a table of known keys.
public struct YAMLMapping: Sendable {
  /// The node that the mapping was made of.
  public let node: YAMLNode
  /// How messages speak of it, such as `actor 'mtgox'`.
  public let place: String
  /// The keys and values, in the order of the file.
  public let entries: [YAMLNode.Entry]

  /// Checks a node's keys against a table.
  ///
  /// - Throws: `wrongShape` where the node is no mapping, `unknownKey` (or `cutAmount`) for the
  ///   first key that the table does not have, `missingKey` for the first required one left out.
  init(_ node: YAMLNode, table: YAMLKeyTable, place: String) throws(YAMLError) {
    self.node = node
    self.place = place
    entries = try node.entries()
    for entry in entries where !table.has(entry.key) {
      let reason: YAMLProblem =
        YAMLMapping.looksCut(entry)
        ? .cutAmount(entry.key, in: place)
        : .unknownKey(
          entry.key, in: place, suggestion: table.suggestion(for: entry.key),
          known: table.keys.map(\.name))
      throw YAMLError(
        file: entry.value.file, line: entry.line, column: entry.column, key: entry.key,
        reason: reason)
    }
    for key in table.keys where key.isRequired { _ = try require(key.name) }
  }

  /// `000 BTC` or `000`, as braces leave it of `750,000 BTC`.
  private static func looksCut(_ entry: YAMLNode.Entry) -> Bool {
    let digits = entry.key.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.count == 3, entry.value.isNothing else { return false }
    let rest = entry.key.dropFirst(3)
    return rest.isEmpty || rest.hasPrefix(".") || rest.hasPrefix(" ")
  }

  /// The value under a key, or nil where the key is left out.
  public func find(_ key: String) -> YAMLNode? {
    entries.first { $0.key == key }?.value
  }

  /// The value under a key that must be there.
  ///
  /// - Throws: `missingKey`.
  public func require(_ key: String) throws(YAMLError) -> YAMLNode {
    guard let value = find(key) else {
      throw YAMLError(
        file: node.file, line: node.line, column: node.column, key: key,
        reason: .missingKey(key, in: place))
    }
    return value
  }

  /// An error at the mapping's own place.
  public func error(_ reason: YAMLProblem) -> YAMLError { node.error(reason) }
}
