public import Bitcoin
import Case
import Files
public import SystemPackage

/// A scenario told in the words of its file: for people who want to know what they are about to play.
///
/// Made from the file's tree and the key tables, so that it has every kind of actor and event.
public struct ScenarioStory: Sendable {
  /// The scenario that was read.
  public let scenario: Scenario
  /// The periods of blocks.
  public let blocks: [Part]
  /// Who takes part, in the file's order.
  public let actors: [Part]
  /// What happens, in the order of time.
  public let events: [Part]
  /// What is claimed, in the file's order.
  public let claims: [Part]
  /// What each setting changes, in the file's order.
  public let settings: [Part]
  /// What the exchange with books owes and what takes it away, to the satoshi.
  public let sums: [Sum]

  /// An actor, an event, a claim or a setting.
  public struct Part: Equatable, Sendable {
    /// What it is called: an actor's name, an event's time, a claim's id.
    public let name: String
    /// Its kind, such as `exchange` or `sweep`; empty where there is but one.
    public let kind: String
    /// What the kind means; empty where there is but one.
    public let summary: String
    /// Its other keys and their values as texts, in the file's order.
    public let facts: [Fact]
  }

  /// A key with its value.
  public struct Fact: Equatable, Sendable {
    /// The key.
    public let key: String
    /// The value on one line.
    public let value: String
  }

  /// A part of what is missing.
  public struct Sum: Equatable, Sendable {
    /// What it is: `owed`, `swept`, `forgotten`.
    public let name: String
    /// The amount.
    public let amount: Satoshi
  }

  /// The story of the scenario in the file at `path`.
  ///
  /// - Throws: as `ScenarioReader.read`.
  public init(_ path: FilePath, as variant: ScenarioVariant = .whole) throws(ScenarioError) {
    scenario = try ScenarioReader.read(path, as: variant)
    let root: YAMLNode
    let settings: ScenarioSettings
    do throws(YAMLError) {
      let bytes = try ScenarioStory.bytes(path)
      let written = try YAMLDocument.read(
        bytes, file: path.description, byteLimit: ScenarioReader.byteLimit)
      settings = try ScenarioSettings(written)
      root = try settings.apply(variant)
    } catch {
      throw .malformed(
        file: error.file, line: error.line, column: error.column, key: error.key ?? "",
        reason: error.message)
    }
    blocks = ScenarioStory.items(root, "blocks").map { node in
      Part(name: "", kind: "", summary: "", facts: ScenarioStory.facts(node, without: []))
    }
    actors = ScenarioStory.entries(root, "actors").map { entry in
      let kind = ScenarioStory.text(entry.value, "kind")
      let table = ScenarioKeys.actors.first { $0.name == kind }
      let summary = table?.keys.first { $0.name == "kind" }?.summary ?? ""
      return Part(
        name: entry.key, kind: kind, summary: summary,
        facts: ScenarioStory.facts(entry.value, without: ["kind"]))
    }
    let dated = ScenarioStory.items(root, "events").map(ScenarioStory.event)
    events = dated.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element.part)
    claims = ScenarioStory.items(root, "claims").map { node in
      Part(
        name: ScenarioStory.text(node, "id"), kind: "", summary: ScenarioStory.text(node, "text"),
        facts: ScenarioStory.facts(node, without: ["id", "text"]))
    }
    self.settings = settings.all.map { setting in
      Part(
        name: setting.name, kind: "", summary: "",
        facts: setting.changes.map {
          Fact(key: $0.path.description, value: ScenarioStory.flow($0.value))
        })
    }
    sums = try ScenarioStory.sums(scenario)
  }

  // MARK: - From the tree

  private static func bytes(_ path: FilePath) throws(YAMLError) -> [UInt8] {
    do {
      return try File.read(path)
    } catch {
      throw YAMLError(
        file: path.description, line: 0, column: 0, key: nil, reason: .invalid("\(error)"))
    }
  }

  private static func sums(_ scenario: Scenario) throws(ScenarioError) -> [Sum] {
    for actor in scenario.actors {
      guard case .exchange(let exchange) = actor.kind, let owes = exchange.owes else { continue }
      let parts = try ScenarioReview(scenario).missingParts(of: actor.name)
      return [Sum(name: "owed", amount: owes.customers + owes.company)]
        + parts.map { Sum(name: $0.name, amount: $0.amount) }
    }
    return []
  }

  private static func event(_ node: YAMLNode) -> (time: Int64, part: Part) {
    guard case .mapping(let entries) = node.content else {
      return (0, Part(name: "", kind: "", summary: "", facts: []))
    }
    let at = text(node, "at")
    let from = text(node, "from")
    let action = entries.first { !["at", "from", "to"].contains($0.key) }
    var facts: [Fact] = []
    if let action {
      if case .mapping = action.value.content {
        facts = self.facts(action.value, without: [])
      } else {
        facts = [Fact(key: "of", value: flow(action.value))]
      }
    }
    let key = ScenarioKeys.event.keys.first { $0.name == action?.key }
    let part = Part(
      name: at.isEmpty ? "\(from) to \(text(node, "to"))" : at, kind: action?.key ?? "",
      summary: key?.summary ?? "", facts: facts)
    return (UTCTime(at.isEmpty ? from : at)?.secondsSince1970 ?? 0, part)
  }

  private static func entries(_ node: YAMLNode, _ key: String) -> [YAMLNode.Entry] {
    guard case .mapping(let entries) = node.content,
      case .mapping(let found)? = entries.first(where: { $0.key == key })?.value.content
    else { return [] }
    return found
  }

  private static func items(_ node: YAMLNode, _ key: String) -> [YAMLNode] {
    guard case .mapping(let entries) = node.content,
      case .sequence(let found)? = entries.first(where: { $0.key == key })?.value.content
    else { return [] }
    return found
  }

  private static func text(_ node: YAMLNode, _ key: String) -> String {
    guard case .mapping(let entries) = node.content,
      case .scalar(let text, _)? = entries.first(where: { $0.key == key })?.value.content
    else { return "" }
    return text
  }

  private static func facts(_ node: YAMLNode, without left: [String]) -> [Fact] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries.filter { !left.contains($0.key) }.map {
      Fact(key: $0.key, value: flow($0.value))
    }
  }

  /// A value on one line; a long list by its length.
  private static func flow(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _): return node.isNothing ? "nothing" : text
    case .sequence(let items):
      return items.count > 12
        ? "\(items.count) items" : "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      return entries.isEmpty
        ? "{}"
        : "{" + entries.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }
}
