import Yams

/// Turns the parser's nodes into `YAMLNode`s and refuses what a strict file does not have.
struct YAMLTree {
  let file: String

  /// A node and all below it.
  ///
  /// - Parameter key: the name by which messages speak of the node.
  /// - Throws: `tooDeep`, `anchor`, `tag`, `keyNotText`.
  func convert(_ node: Node, key: String?, depth: Int) throws(YAMLError) -> YAMLNode {
    let place = (line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    func refuse(_ reason: YAMLProblem) -> YAMLError {
      YAMLError(file: file, line: place.line, column: place.column, key: key, reason: reason)
    }
    guard depth <= YAMLDocument.depthLimit else {
      throw refuse(.tooDeep(limit: YAMLDocument.depthLimit))
    }
    guard node.anchor == nil else { throw refuse(.anchor) }
    let content: YAMLNode.Content
    switch node {
    case .scalar(let scalar):
      guard isOwn(node.tag, "str") else { throw refuse(.tag(node.tag.description)) }
      content = .scalar(scalar.string, isPlain: scalar.style == .plain)
    case .sequence(let sequence):
      guard isOwn(node.tag, "seq") else { throw refuse(.tag(node.tag.description)) }
      var values: [YAMLNode] = []
      for value in sequence {
        let name = "\(key ?? "item")[\(values.count)]"
        values.append(try convert(value, key: name, depth: depth + 1))
      }
      content = .sequence(values)
    case .mapping(let mapping):
      guard isOwn(node.tag, "map") else { throw refuse(.tag(node.tag.description)) }
      content = .mapping(try entries(of: mapping, depth: depth))
    case .alias:
      throw refuse(.anchor)
    }
    return YAMLNode(file: file, line: place.line, column: place.column, key: key, content: content)
  }

  private func entries(of mapping: Node.Mapping, depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    for (keyNode, valueNode) in mapping {
      let name = try convert(keyNode, key: nil, depth: depth + 1)
      guard case .scalar(let text, let isPlain) = name.content else {
        throw name.error(.keyNotText)
      }
      if isPlain, text == "<<" { throw name.error(.anchor) }
      let value = try convert(valueNode, key: text, depth: depth + 1)
      entries.append(
        YAMLNode.Entry(key: text, line: name.line, column: name.column, value: value))
    }
    return entries
  }

  /// Whether a tag is the one that a node of this shape has without being told.
  private func isOwn(_ tag: Tag, _ name: String) -> Bool {
    tag.description == "tag:yaml.org,2002:\(name)"
  }
}
