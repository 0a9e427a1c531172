/// A contradiction in a scenario.
struct ScenarioProblem: Equatable, Sendable {
  /// What is wrong, such as `actors.mtgox.owes` or `events[3].sweep.total`.
  let path: String
  /// Why, with the values.
  let reason: String

  /// The last key of the path.
  var key: String {
    let last = path.split(separator: ".").last ?? ""
    return String(last.prefix { $0 != "[" })
  }
}
