extension YAMLKeyTable {
  /// A JSON Schema (draft 2020-12) of the files that this table describes, two spaces a level, keys in
  /// the table's order.
  ///
  /// It says what a table can say: keys, forms and limits. What the parts of a file must be to one
  /// another it cannot say.
  public func makeSchema(title: String) -> String {
    var schema = SchemaWriter()
    return schema.write(self, title: title)
  }
}

/// Writes key tables as a JSON Schema; each table once, under its name.
private struct SchemaWriter {
  /// A JSON value, as far as schemas need them; members stay in their order.
  private indirect enum Part {
    case text(String)
    case literal(String)
    case list([Part])
    case object([(String, Part)])
  }

  /// The tables met so far, in order.
  private var names: [String] = []
  private var tables: [String: Part] = [:]

  mutating func write(_ root: YAMLKeyTable, title: String) -> String {
    let body = table(root)
    let definitions = names.map { ($0, tables[$0] ?? .object([])) }
    let members: [(String, Part)] = [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
    ]
    var text = ""
    var rest: [(String, Part)] = []
    if case .object(let parts) = body { rest = parts }
    append(.object(members + rest + [("$defs", .object(definitions))]), level: 0, to: &text)
    return text + "\n"
  }

  // MARK: - Kinds

  private mutating func table(_ table: YAMLKeyTable) -> Part {
    var properties: [(String, Part)] = []
    for key in table.keys {
      var part = schema(key.kind)
      if case .object(let members) = part {
        part = .object([("description", .text(key.summary))] + members)
      }
      properties.append((key.name, part))
    }
    let required = table.keys.filter(\.isRequired).map { Part.text($0.name) }
    return .object(
      [("type", .text("object")), ("additionalProperties", .literal("false"))]
        + (required.isEmpty ? [] : [("required", .list(required))])
        + [("properties", .object(properties))])
  }

  private mutating func reference(_ other: YAMLKeyTable) -> Part {
    if !names.contains(other.name) {
      names.append(other.name)
      tables[other.name] = table(other)
    }
    return .object([("$ref", .text("#/$defs/\(other.name)"))])
  }

  private mutating func schema(_ kind: YAMLKeyTable.Kind) -> Part {
    switch kind {
    case .text: return .object([("type", .list(["string", "number", "boolean"].map(Part.text)))])
    case .integer(let limits):
      return .object([("type", .text("integer"))] + bounds(limits.lowerBound, limits.upperBound))
    case .number(let limits):
      return .object([("type", .text("number"))] + bounds(limits.lowerBound, limits.upperBound))
    case .integerRange:
      return either([pattern("[0-9]+(\\.\\.[0-9]+)?"), .object([("type", .text("integer"))])])
    case .amount: return orZero(amount + " BTC")
    case .amountRange: return pattern("\(amount)\\.\\.\(amount) BTC")
    case .time:
      return pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
    case .duration: return pattern("[1-9][0-9]*[smhd]")
    case .boolean: return .object([("type", .text("boolean"))])
    case .percent: return orZero("(100|[0-9]{1,2})(\\.[0-9]{1,4})? ?%")
    case .word(let words): return .object([("enum", .list(words.map(Part.text)))])
    case .list(let kind):
      return .object([("type", .text("array")), ("items", schema(kind))])
    case .mapping(let table): return reference(table)
    case .names(let kind):
      return .object([("type", .text("object")), ("additionalProperties", schema(kind))])
    case .oneOf(let tables):
      let parts = tables.map { reference($0) }
      return parts.count == 1 ? parts[0] : either(parts)
    case .either(let kinds):
      var parts: [Part] = []
      for kind in kinds { parts.append(schema(kind)) }
      return either(parts)
    case .anything: return .object([])
    }
  }

  /// An amount's number, with or without commas between the thousands.
  private let amount = "([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\\.[0-9]{1,8})?"

  private func either(_ parts: [Part]) -> Part { .object([("anyOf", .list(parts))]) }

  private func pattern(_ pattern: String) -> Part {
    .object([("type", .text("string")), ("pattern", .text("^\(pattern)$"))])
  }

  private func orZero(_ pattern: String) -> Part {
    either([self.pattern(pattern), .object([("const", .literal("0"))])])
  }

  private func bounds(
    _ low: some CustomStringConvertible, _ high: some CustomStringConvertible
  ) -> [(String, Part)] {
    [("minimum", .literal(low.description)), ("maximum", .literal(high.description))]
  }

  // MARK: - Text

  private func append(_ part: Part, level: Int, to text: inout String) {
    let indent = String(repeating: "  ", count: level + 1)
    let end = "\n" + String(repeating: "  ", count: level)
    switch part {
    case .text(let value): text += JSONText.string(value)
    case .literal(let digits): text += digits
    case .list(let parts):
      text += "["
      for (index, part) in parts.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + indent
        append(part, level: level + 1, to: &text)
      }
      text += parts.isEmpty ? "]" : end + "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + indent + JSONText.string(member.0) + ": "
        append(member.1, level: level + 1, to: &text)
      }
      text += members.isEmpty ? "}" : end + "}"
    }
  }
}
