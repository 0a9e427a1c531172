import Bitcoin
import Case

extension ScenarioReader {
  /// A wallet of an exchange.
  static func wallet(_ entry: YAMLNode.Entry, actor: String) throws(YAMLError) -> ScenarioWallet {
    var wallet = ScenarioWallet(name: try name(of: entry, what: "a wallet"))
    // `hot: {}` and `hot:` with nothing after it are the same: a wallet with all defaults.
    if entry.value.isNothing { return wallet }
    let mapping = try entry.value.mapping(
      ScenarioKeys.wallet, in: "wallet '\(actor).\(wallet.name)'")
    wallet.style = try style(mapping)
    wallet.addresses = try mapping.find("addresses")?.integer(in: ScenarioLimits.addresses)
    if let since = mapping.find("since") { wallet.since = try blockTime(since) }
    if let lastUsed = mapping.find("lastUsed") { wallet.lastUsed = try blockTime(lastUsed) }
    return wallet
  }

  /// The wallets that an actor of another kind has by his nature, of which some may be described.
  static func purses(
    _ mapping: YAMLMapping, of table: YAMLKeyTable, actor: String
  ) throws(YAMLError) -> [String: AddressStyle] {
    var styles: [String: AddressStyle] = [:]
    guard let node = mapping.find("wallets") else { return styles }
    for entry in try node.mapping(table, in: "the wallets of '\(actor)'").entries {
      styles[entry.key] = try style(
        entry.value.mapping(ScenarioKeys.purse, in: "wallet '\(actor).\(entry.key)'"))
    }
    return styles
  }

  /// The wallets of many people: one style, or shares of several.
  static func shares(_ mapping: YAMLMapping, actor: String) throws(YAMLError) -> [StyleShare] {
    guard let node = mapping.find("wallets"),
      let own = try node.mapping(
        ScenarioKeys.personalWallets, in: "the wallets of '\(actor)'"
      ).find("own")
    else { return [] }
    let purses = try own.mapping(ScenarioKeys.purses, in: "wallet '\(actor).own'")
    let script = try purses.require("script")
    if case .scalar = script.content { return [StyleShare(try style(purses))] }
    let keys = try keyChoice(purses)
    let quorum = try quorum(purses)
    var shares: [StyleShare] = []
    for entry in try script.mapping(ScenarioKeys.shares, in: "'script'").entries {
      guard let choice = AddressStyle.Script(rawValue: entry.key) else { continue }
      // What is said of keys holds for those scripts that leave a choice.
      let style = AddressStyle(
        choice, keys: choice.takesKeyChoice ? keys : nil,
        quorum: choice.takesQuorum ? quorum : nil)
      shares.append(StyleShare(style, percent: try wholePercent(entry.value)))
    }
    let isIdle = [
      "keys": !shares.contains { $0.style.script.takesKeyChoice },
      "multisig": !shares.contains { $0.style.script.takesQuorum },
    ]
    for entry in purses.entries where isIdle[entry.key] == true {
      throw entry.value.error(.invalid("none of these scripts leaves a choice"))
    }
    return shares
  }

  /// How addresses are made.
  private static func style(_ mapping: YAMLMapping) throws(YAMLError) -> AddressStyle {
    var style = AddressStyle()
    let scripts = AddressStyle.Script.allCases.map(\.rawValue)
    if let word = try mapping.find("script")?.word(among: scripts),
      let script = AddressStyle.Script(rawValue: word)
    {
      style.script = script
    }
    style.keys = try keyChoice(mapping)
    style.quorum = try quorum(mapping)
    return style
  }

  private static func keyChoice(
    _ mapping: YAMLMapping
  ) throws(YAMLError) -> AddressStyle.KeyChoice? {
    let words = AddressStyle.KeyChoice.allCases.map(\.rawValue)
    guard let word = try mapping.find("keys")?.word(among: words) else { return nil }
    return AddressStyle.KeyChoice(rawValue: word)
  }

  private static func quorum(_ mapping: YAMLMapping) throws(YAMLError) -> AddressStyle.Quorum? {
    guard let node = mapping.find("multisig") else { return nil }
    let text = try node.text()
    guard let quorum = AddressStyle.Quorum(text) else {
      throw node.error(
        .badValue(
          text, expected: "m of n keys such as 2 of 3, at most \(AddressStyle.Quorum.maxCount)"))
    }
    return quorum
  }
}
