import ChainSim
import Foundation
import SystemPackage
import TestSupport
import Testing
import Yams

/// The committed JSON Schema is what the code makes, and says of scenarios what the reader says.
@Suite("Scenario schema")
struct SchemaTests {
  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: TestData.packageRoot.appending(path).string, encoding: .utf8)
  }

  static func check(_ yaml: String) throws -> [String] {
    let schema = try JSONSerialization.jsonObject(with: Data(ScenarioKeys.makeSchema().utf8))
    let root = try #require(schema as? [String: Any])
    let value = try #require(try Yams.compose(yaml: yaml, Resolver.basic))
    return SchemaCheck(root: root).problems(of: value)
  }

  @Test("docs/scenario.schema.json is what the code makes; `make schema` rewrites it")
  func isCommitted() throws {
    #expect(try Self.text("docs/scenario.schema.json") == ScenarioKeys.makeSchema())
  }

  @Test("every shipped scenario fits it", arguments: PlayedStory.names)
  func fits(name: String) throws {
    #expect(try Self.check(Self.text("Scenarios/\(name).yaml")) == [])
  }

  @Test(
    "what the reader refuses by form does not fit it",
    arguments: [
      ("seed: 2014", "seeds: 2014"), ("seed: 2014", "seed: -1"), ("seed: 2014", "seed: [1]"),
      ("every: 6h", "every: 6"), ("holds: 20 BTC", "holds: 20"), ("count: 900", "count: many"),
      ("share: 50 %", "share: 500 %"), ("booked: false", "booked: no"),
      ("until: 2014-03-31", "until: soon"), ("kind: thief", "kind: burglar"),
      ("proof: wrongKey", "proof: trustMe"), ("collectors: 20..50 BTC", "collectors: 20 BTC"),
      ("    holds: 20 BTC\n", ""), ("sweep: {", "sweeps: {"),
    ])
  func refuses(old: String, new: String) throws {
    let story = try Self.text("Tests/ChainSimTests/Stories/exchange.yaml")
    #expect(try Self.check(story) == [])
    let range = try #require(story.range(of: old))
    #expect(try !Self.check(story.replacingCharacters(in: range, with: new)).isEmpty)
  }
}

/// As much of JSON Schema as the scenario schema uses, over YAML nodes.
struct SchemaCheck {
  let root: [String: Any]

  /// What of a value does not fit the whole schema, each with its path.
  func problems(of value: Node) -> [String] { problems(of: value, root, at: "") }

  private func problems(of value: Node, _ schema: [String: Any], at path: String) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
      let definitions = root["$defs"] as? [String: [String: Any]]
      guard let other = definitions?[String(name)] else { return ["\(path): no \(name)"] }
      return problems(of: value, other, at: path)
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let fits = choices.contains { problems(of: value, $0, at: path).isEmpty }
      return fits ? [] : ["\(path): fits none of \(choices.count)"]
    }
    var found: [String] = []
    if let words = schema["enum"] as? [String] {
      if value.string.map(words.contains) != true { found.append("\(path): none of the words") }
    }
    if schema["const"] != nil, value.string != "0" { found.append("\(path): is not 0") }
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { has(value, $0) }) {
      found.append("\(path): is no \(types.joined(separator: " or "))")
    }
    if let pattern = schema["pattern"] as? String {
      let text = value.string ?? ""
      if text.range(of: pattern, options: .regularExpression) == nil {
        found.append("\(path): '\(text)' has not the form \(pattern)")
      }
    }
    if let low = (schema["minimum"] as? NSNumber)?.doubleValue,
      let high = (schema["maximum"] as? NSNumber)?.doubleValue,
      let number = value.string.flatMap(Double.init), !(low...high).contains(number)
    {
      found.append("\(path): \(number) is outside its limits")
    }
    if let items = value.sequence, let schema = schema["items"] as? [String: Any] {
      for (index, item) in items.enumerated() {
        found += problems(of: item, schema, at: "\(path)[\(index)]")
      }
    }
    return found + keyProblems(of: value, schema, at: path)
  }

  private func keyProblems(of value: Node, _ schema: [String: Any], at path: String) -> [String] {
    guard let mapping = value.mapping else { return [] }
    var found: [String] = []
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    for (key, item) in mapping {
      let name = key.string ?? ""
      if let schema = known[name] {
        found += problems(of: item, schema, at: "\(path).\(name)")
      } else if let schema = schema["additionalProperties"] as? [String: Any] {
        found += problems(of: item, schema, at: "\(path).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(path): no key \(name)")
      }
    }
    // By their texts: YAML 1.1 takes a key such as `on` for a boolean.
    let given = Set(mapping.keys.compactMap(\.string))
    for name in schema["required"] as? [String] ?? [] where !given.contains(name) {
      found.append("\(path): \(name) is missing")
    }
    return found
  }

  private func has(_ value: Node, _ type: String) -> Bool {
    switch type {
    case "object": value.mapping != nil
    case "array": value.sequence != nil
    case "integer": value.string.flatMap(Int.init) != nil
    case "number": value.string.flatMap(Double.init) != nil
    case "boolean": ["true", "false"].contains(value.string)
    default: value.string != nil
    }
  }
}
