import Case

@testable import ChainSim

/// Shipped scenarios with some values changed, as `simulate --check` reads and plans them.
enum ScenarioVariants {
  /// What becomes of a variant: `planned`, or what the refusal says.
  static func outcome(_ name: String, setting: String? = nil, _ changes: [String]) -> String {
    let variant = ScenarioVariant(setting: setting, changes: changes)
    do throws(ScenarioError) {
      let scenario = try ScenarioReader.read(ShippedScenario.path(name), as: variant)
      _ = try Planner.plan(scenario, seed: scenario.seed)
      return "planned"
    } catch {
      return error.description
    }
  }

  /// The places of all values that a scenario's file has, with the values; its settings left out.
  static func leaves(_ name: String) throws -> [(path: String, text: String)] {
    let root = try YAMLDocument.read(text: ShippedScenario.text(name), file: name)
    var leaves: [(path: String, text: String)] = []
    collect(root, "", &leaves)
    return leaves.filter { !$0.path.hasPrefix("settings") }
  }

  private static func collect(
    _ node: YAMLNode, _ path: String, _ leaves: inout [(path: String, text: String)]
  ) {
    switch node.content {
    case .scalar(let text, _): leaves.append((path, text))
    case .sequence(let items):
      for (index, item) in items.enumerated() { collect(item, "\(path)[\(index)]", &leaves) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)", &leaves)
      }
    }
  }
}

/// Changes of a scenario's values, drawn from a seed: another value of the same kind, an end of its
/// kind's range, another scenario's words, or nothing.
struct ScenarioMutations {
  private let leaves: [(path: String, text: String)]
  private var generator: ChainSim.SeededGenerator

  init(_ leaves: [(path: String, text: String)], seed: UInt64) {
    self.leaves = leaves
    generator = ChainSim.SeededGenerator(seed: seed, key: "mutations")
  }

  /// Some changes, as they stand behind `--set`.
  mutating func next() -> [String] {
    (0...generator.below(3)).map { _ in
      let (path, text) = leaves[generator.below(leaves.count)]
      if generator.chance(perMille: 60) { return "\(parent(of: path))=~" }
      if generator.chance(perMille: 40) { return "\(parent(of: path))=[]" }
      return "\(path)=\(value(like: text))"
    }
  }

  private func parent(of path: String) -> String {
    guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return path }
    return String(path[..<end])
  }

  private mutating func pick(_ values: [String]) -> String { values[generator.below(values.count)] }

  private mutating func value(like text: String) -> String {
    if generator.chance(perMille: 150) { return leaves[generator.below(leaves.count)].text }
    if text.contains("BTC") { return amount() }
    if text.hasSuffix("%") { return pick(["0 %", "1 %", "50 %", "99 %", "100 %"]) }
    if text.contains("..") { return pick(["0..0", "1..1", "1..3", "2..40", "3..1000"]) }
    if let number = Int(text) {
      return pick(["0", "1", "2", "7", "\(number / 10)", "\(min(number * 2, 3_000))", "999999999"])
    }
    if text.hasPrefix("20"), text.contains("-") { return time() }
    return pick(["web-2012", "bip69", "p2tr", "thief", "users", "bank.hot", "nobody", "1m", "30d"])
  }

  private mutating func amount() -> String {
    let ends = [
      "0.00000001", "0.0001", "0.01", "0.05", "0.5", "1", "3", "60", "1000", "20000", "21000000",
    ]
    let one = generator.below(ends.count)
    let other = generator.below(ends.count)
    return generator.chance(perMille: 500)
      ? "\(ends[one]) BTC" : "\(ends[min(one, other)])..\(ends[max(one, other)]) BTC"
  }

  private mutating func time() -> String {
    let times = leaves.map(\.text).filter { $0.hasPrefix("20") && $0.contains("-") }
    return pick(times + ["2011-02-02", "2012-02-29T23:59:59Z", "2106-02-07"])
  }
}
