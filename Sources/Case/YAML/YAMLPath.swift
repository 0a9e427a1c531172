/// A place in a YAML tree, such as `actors.mtgox.owes.customers` or `events[3].sweep.total`.
public struct YAMLPath: Hashable, Sendable {
  /// One step down.
  public enum Step: Hashable, Sendable {
    /// Into the value of a key; in a list, into the only item that has the key or is called so.
    case key(String)
    /// Into an item of a list, from 0.
    case item(Int)
  }

  /// The steps from the root, at least one.
  public var steps: [Step]

  /// A place by its steps.
  public init(steps: [Step]) {
    self.steps = steps
  }

  /// The place that a text names: keys with a point between them, items in brackets.
  ///
  /// - Returns: nil for any other text.
  public init?(_ text: String) {
    var steps: [Step] = []
    for piece in text.split(separator: ".", omittingEmptySubsequences: false) {
      let key = piece.prefix { $0 != "[" }
      guard !key.isEmpty, !key.contains(where: { $0.isWhitespace || $0 == "]" }) else { return nil }
      steps.append(.key(String(key)))
      var rest = piece.dropFirst(key.count)
      while !rest.isEmpty {
        guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
        let digits = rest[rest.index(after: rest.startIndex)..<end]
        guard YAMLNumber.isDecimal(digits), let number = Int(digits) else { return nil }
        steps.append(.item(number))
        rest = rest[rest.index(after: end)...]
      }
    }
    self.steps = steps
  }
}

extension YAMLPath: CustomStringConvertible {
  /// The place as the text that names it.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .item(let number): text += "[\(number)]"
      }
    }
    return text
  }
}
