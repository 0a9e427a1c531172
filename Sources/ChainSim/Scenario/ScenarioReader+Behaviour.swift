import Case

extension ScenarioReader {
  /// The wallet programs of an actor's people: one, or shares of several.
  static func behaviour(_ actor: YAMLNode) throws(YAMLError) -> [ModelShare] {
    guard let node = try actor.entries().first(where: { $0.key == "behaviour" })?.value else {
      return []
    }
    let names = WalletModel.Name.allCases.map(\.rawValue)
    if case .scalar = node.content {
      guard let name = WalletModel.Name(rawValue: try node.word(among: names)) else { return [] }
      return [ModelShare(name)]
    }
    var shares: [ModelShare] = []
    for entry in try node.mapping(ScenarioKeys.behaviours, in: "'behaviour'").entries {
      guard let name = WalletModel.Name(rawValue: entry.key) else { continue }
      shares.append(ModelShare(name, percent: try wholePercent(entry.value)))
    }
    let sum = shares.reduce(0) { $0 + $1.percent }
    guard sum == 100 else {
      throw node.error(.invalid("the shares add up to \(sum) %, not 100 %"))
    }
    return shares
  }
}
