/// How a scenario is read other than as it stands: with one of its settings, and with single values
/// changed.
public struct ScenarioVariant: Hashable, Sendable {
  /// The name of one of the scenario's `settings`; nil for none.
  public var setting: String?
  /// Changes after it, each `PATH=VALUE`, such as `actors.customers.count=500`.
  public var changes: [String]

  /// The scenario as it stands.
  public static let whole = ScenarioVariant()

  /// The option that names a setting, for messages.
  static let settingOption = "--setting"
  /// The option that changes a value, for messages.
  static let changeOption = "--set"

  /// A setting and changes.
  public init(setting: String? = nil, changes: [String] = []) {
    self.setting = setting
    self.changes = changes
  }
}
