import Case

/// Finds the place of a path such as `events[3].sweep.total` in a scenario's file.
enum ScenarioPlace {
  /// The node at a path, or where it is not written the nearest node above it.
  static func find(_ path: String, in root: YAMLNode) -> YAMLNode {
    var node = root
    for step in path.split(separator: ".") {
      let key = step.prefix { $0 != "[" }
      guard case .mapping(let entries) = node.content,
        let entry = entries.first(where: { $0.key == key })
      else { return node }
      node = entry.value
      for number in step.dropFirst(key.count).split(separator: "[") {
        guard case .sequence(let items) = node.content, let index = Int(number.dropLast()),
          items.indices.contains(index)
        else { return node }
        node = items[index]
      }
    }
    return node
  }
}
