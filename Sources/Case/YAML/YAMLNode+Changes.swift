extension YAMLNode {
  /// The tree with values replaced, one change after the other; what changes take away goes last, so
  /// that the numbers of items mean those of the file.
  ///
  /// - Throws: `invalid` at the place of the first change whose path leads nowhere.
  public func applying(_ changes: [YAMLChange]) throws(YAMLError) -> YAMLNode {
    var root = self
    var removals: [(path: YAMLPath, change: YAMLChange)] = []
    for change in changes {
      let path = try root.resolve(change)
      if change.value.isNothing {
        removals.append((path, change))
      } else {
        // What this puts in place of something that was to go stays.
        removals.removeAll { $0.path.steps.starts(with: path.steps) }
        root = root.replacing(path.steps[...], by: change)
      }
    }
    // Of one list the last item first, so that the others keep their numbers.
    var removed: Set<YAMLPath> = []
    for removal in removals.sorted(by: { YAMLNode.goesFirst($0.path, $1.path) })
    where removed.insert(removal.path).inserted {
      root = root.removing(removal.path.steps[...])
    }
    return root
  }

  private static func goesFirst(_ left: YAMLPath, _ right: YAMLPath) -> Bool {
    for (one, other) in zip(left.steps, right.steps) where one != other {
      switch (one, other) {
      case (.item(let first), .item(let second)): return first > second
      case (.key(let first), .key(let second)): return first < second
      case (.key, .item): return true
      case (.item, .key): return false
      }
    }
    return left.steps.count > right.steps.count
  }

  // MARK: - Finding the place

  /// The path of a change with a number for every item. Its last key may be one that is not there
  /// yet; what it may be the reader of the tree decides.
  private func resolve(_ change: YAMLChange) throws(YAMLError) -> YAMLPath {
    var node = self
    var steps: [YAMLPath.Step] = []
    let last = change.path.steps.count - 1
    for (index, step) in change.path.steps.enumerated() {
      let place = steps.isEmpty ? "the file" : "'\(YAMLPath(steps: steps))'"
      switch (node.content, step) {
      case (.mapping(let entries), .key(let key)):
        steps.append(step)
        if let entry = entries.first(where: { $0.key == key }) {
          node = entry.value
        } else if index < last || change.value.isNothing {
          let keys = entries.map(\.key)
          throw change.error(.invalid("there is no '\(key)' in \(place)\(hint(for: key, keys))"))
        }
      case (.sequence(let items), .item(let number)):
        guard items.indices.contains(number) else {
          let known = items.isEmpty ? "it is empty" : "only [0] to [\(items.count - 1)]"
          throw change.error(.invalid("\(place) has no item [\(number)], \(known)"))
        }
        steps.append(step)
        node = items[number]
      case (.sequence(let items), .key(let key)):
        let found = items.indices.filter { items[$0].isCalled(key) }
        guard let item = found.first, found.count == 1 else {
          let many = found.map { "[\($0)]" }.joined(separator: ", ")
          let hint = hint(for: key, items.flatMap(\.names))
          throw change.error(
            .invalid(
              found.isEmpty
                ? "no item of \(place) has '\(key)'\(hint)"
                : "\(found.count) items of \(place) have '\(key)': \(many)"))
        }
        steps.append(.item(item))
        node = items[item]
        // What is taken away is the item, not the one key that names it.
        if let entry = node.entry(key), index < last || !change.value.isNothing {
          steps.append(step)
          node = entry.value
        }
      case (_, .key), (_, .item):
        throw change.error(.invalid("\(place) is \(node.shape), which has no '\(step.text)'"))
      }
    }
    return YAMLPath(steps: steps)
  }

  private func hint(for key: String, _ known: [String]) -> String {
    guard let name = YAMLKeyTable.nearest(to: key, among: known) else { return "" }
    return "; did you mean '\(name)'?"
  }

  private func entry(_ key: String) -> Entry? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }
  }

  /// Whether an item of a list has a key or is called by its `id`.
  private func isCalled(_ name: String) -> Bool { names.contains(name) }

  private var names: [String] {
    guard case .mapping(let entries) = content else { return [] }
    var names = entries.map(\.key)
    if case .scalar(let id, _) = entry("id")?.value.content { names.append(id) }
    return names
  }

  // MARK: - Changing

  private func replacing(_ steps: ArraySlice<YAMLPath.Step>, by change: YAMLChange) -> YAMLNode {
    guard let step = steps.first else { return change.value }
    let rest = steps.dropFirst()
    switch (content, step) {
    case (.mapping(var entries), .key(let key)):
      if let index = entries.firstIndex(where: { $0.key == key }) {
        let old = entries[index]
        entries[index] = Entry(
          key: key, line: old.line, column: old.column,
          value: old.value.replacing(rest, by: change))
      } else {
        entries.append(
          Entry(key: key, line: change.line, column: change.column, value: change.value))
      }
      return with(.mapping(entries))
    case (.sequence(var items), .item(let number)):
      items[number] = items[number].replacing(rest, by: change)
      return with(.sequence(items))
    default: return self
    }
  }

  private func removing(_ steps: ArraySlice<YAMLPath.Step>) -> YAMLNode {
    guard let step = steps.first else { return self }
    let rest = steps.dropFirst()
    switch (content, step) {
    case (.mapping(var entries), .key(let key)):
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return self }
      let old = entries.remove(at: index)
      if !rest.isEmpty {
        entries.insert(
          Entry(
            key: key, line: old.line, column: old.column, value: old.value.removing(rest)),
          at: index)
      }
      return with(.mapping(entries))
    case (.sequence(var items), .item(let number)) where items.indices.contains(number):
      let old = items.remove(at: number)
      if !rest.isEmpty { items.insert(old.removing(rest), at: number) }
      return with(.sequence(items))
    default: return self
    }
  }

  private func with(_ content: Content) -> YAMLNode {
    YAMLNode(file: file, line: line, column: column, key: key, content: content)
  }
}

extension YAMLPath.Step {
  /// The step in words.
  fileprivate var text: String {
    switch self {
    case .key(let key): key
    case .item(let number): "[\(number)]"
    }
  }
}
