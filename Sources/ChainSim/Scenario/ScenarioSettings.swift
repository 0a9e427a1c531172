import Case

/// The `settings` of a scenario's file: for each name the values that stand in other places then.
struct ScenarioSettings {
  /// The settings in the order of the file.
  let all: [(name: String, changes: [YAMLChange])]
  private let root: YAMLNode

  /// The settings that a file has.
  ///
  /// - Throws: `wrongShape`, `invalid` for a name or a path that is none.
  init(_ root: YAMLNode) throws(YAMLError) {
    self.root = root
    guard case .mapping(let entries) = root.content,
      let node = entries.first(where: { $0.key == ScenarioSettings.key })?.value
    else {
      all = []
      return
    }
    var all: [(name: String, changes: [YAMLChange])] = []
    for entry in try node.entries() {
      let name = try ScenarioReader.name(of: entry, what: "a setting")
      var changes: [YAMLChange] = []
      for change in try entry.value.entries() {
        changes.append(ScenarioSettings.completed(try YAMLChange(change), in: root))
      }
      all.append((name, changes))
    }
    self.all = all
  }

  /// The key that holds them.
  static let key = "settings"

  /// The tree as a variant has it.
  ///
  /// - Throws: `invalid` for a setting that is not there or a path that leads nowhere.
  func apply(_ variant: ScenarioVariant) throws(YAMLError) -> YAMLNode {
    var changes: [YAMLChange] = []
    if let name = variant.setting {
      guard let setting = all.first(where: { $0.name == name }) else { throw missing(name) }
      changes = setting.changes
    }
    for text in variant.changes {
      let change = try YAMLChange(option: text, named: ScenarioVariant.changeOption)
      changes.append(ScenarioSettings.completed(change, in: root))
    }
    for change in changes where change.path.steps.first == .key(ScenarioSettings.key) {
      throw change.error(.invalid("a setting cannot be changed, only what it changes"))
    }
    return try root.applying(changes)
  }

  private func missing(_ name: String) -> YAMLError {
    let names = all.map(\.name)
    let hint =
      YAMLKeyTable.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
      ?? (names.isEmpty ? "it has none" : "its settings are \(names.joined(separator: ", "))")
    return YAMLError(
      file: "\(ScenarioVariant.settingOption) \(name)", line: 0, column: 0, key: nil,
      reason: .invalid("\(root.file) has no setting '\(name)'; \(hint)"))
  }

  /// A change whose path may begin with an actor's name: `actors` goes before it.
  private static func completed(_ change: YAMLChange, in root: YAMLNode) -> YAMLChange {
    guard case .key(let first)? = change.path.steps.first, change.path.steps.count > 1,
      !ScenarioKeys.scenario.has(first), case .mapping(let entries) = root.content,
      case .mapping(let actors)? = entries.first(where: { $0.key == "actors" })?.value.content,
      actors.contains(where: { $0.key == first })
    else { return change }
    var change = change
    change.path.steps.insert(.key("actors"), at: 0)
    return change
  }
}
