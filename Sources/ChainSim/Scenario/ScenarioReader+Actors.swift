import Bitcoin
import Case

extension ScenarioReader {
  /// An entry of `actors`.
  static func actor(_ entry: YAMLNode.Entry) throws(YAMLError) -> ScenarioActor {
    var actor = try kind(of: entry)
    actor.behaviour = try behaviour(entry.value)
    return actor
  }

  private static func kind(of entry: YAMLNode.Entry) throws(YAMLError) -> ScenarioActor {
    let name = try name(of: entry, what: "an actor")
    let place = "actor '\(name)'"
    let kinds = ScenarioKeys.actors.map(\.name)
    guard let kind = try entry.value.entries().first(where: { $0.key == "kind" })?.value else {
      throw YAMLError(
        file: entry.value.file, line: entry.line, column: entry.column, key: "kind",
        reason: .missingKey("kind", in: place))
    }
    switch try kind.word(among: kinds) {
    case "miners":
      let mapping = try entry.value.mapping(ScenarioKeys.miners, in: place)
      return ScenarioActor(name: name, kind: .miners(try miners(mapping, name: name)))
    case "exchange":
      let mapping = try entry.value.mapping(ScenarioKeys.exchange, in: place)
      return ScenarioActor(name: name, kind: .exchange(try exchange(mapping, name: name)))
    case "population":
      let mapping = try entry.value.mapping(ScenarioKeys.population, in: place)
      return ScenarioActor(name: name, kind: .population(try population(mapping, name: name)))
    case "thief":
      let mapping = try entry.value.mapping(ScenarioKeys.thief, in: place)
      return ScenarioActor(name: name, kind: .thief(try thief(mapping, name: name)))
    case "flooder":
      let mapping = try entry.value.mapping(ScenarioKeys.flooder, in: place)
      return ScenarioActor(name: name, kind: .flooder(try flooder(mapping, name: name)))
    case let word where ScenarioKeys.services.contains { $0.name == word }:
      return ScenarioActor(
        name: name, kind: .service(try service(entry.value, kind: word, name: name)))
    default:
      let mapping = try entry.value.mapping(ScenarioKeys.users, in: place)
      return ScenarioActor(name: name, kind: .users(try users(mapping, name: name)))
    }
  }

  private static func miners(
    _ mapping: YAMLMapping, name: String
  ) throws(YAMLError) -> Miners {
    var miners = Miners(
      count: try mapping.require("count").integer(in: ScenarioLimits.pools))
    if let dormant = mapping.find("dormant") {
      let millionths = try dormant.percent()
      guard millionths.isMultiple(of: 1_000) else {
        throw dormant.error(.invalid("must have at most one decimal"))
      }
      miners.dormantPerMille = millionths / 1_000
    }
    if let fees = mapping.find("fees") { miners.fees = try fees.amountRange() }
    let styles = try purses(mapping, of: ScenarioKeys.minerWallets, actor: name)
    miners.coinbase = styles["coinbase"]
    miners.payout = styles["payout"]
    return miners
  }

  private static func exchange(
    _ mapping: YAMLMapping, name: String
  ) throws(YAMLError) -> Exchange {
    var wallets: [ScenarioWallet] = []
    let walletsNode = try mapping.require("wallets")
    for entry in try walletsNode.entries() {
      wallets.append(try wallet(entry, actor: name))
    }
    var exchange = Exchange(wallets: wallets, holds: try mapping.require("holds").amount())
    if let node = mapping.find("owes") {
      let owes = try node.mapping(ScenarioKeys.owes, in: "'owes' of actor '\(name)'")
      exchange.owes = Exchange.Owes(
        customers: try owes.require("customers").amount(),
        company: try owes.require("company").amount())
    }
    if let fees = mapping.find("fees") { exchange.fees = try fees.amountRange() }
    if let batch = mapping.find("batch") { exchange.batch = try batch.integerRange(in: 1...500) }
    if let replaced = mapping.find("replaced") {
      exchange.replacedPercent = try wholePercent(replaced)
    }
    return exchange
  }

  private static func population(
    _ mapping: YAMLMapping, name: String
  ) throws(YAMLError) -> Population {
    var population = Population(
      of: try mapping.require("of").text(),
      count: try mapping.require("count").integer(in: ScenarioLimits.customers),
      from: try blockTime(mapping.require("from")))
    for entry in try mapping.find("countries")?.entries() ?? [] {
      let code = entry.key.utf8
      let isCode =
        code.count == 2
        && code.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      guard isCode else {
        throw YAMLError(
          file: entry.value.file, line: entry.line, column: entry.column, key: entry.key,
          reason: .badValue(entry.key, expected: "a country code of two capital letters"))
      }
      population.countries.append(
        .init(code: entry.key, count: try entry.value.integer(in: ScenarioLimits.countryCustomers)))
    }
    if let node = mapping.find("balances") {
      let law = try node.mapping(ScenarioKeys.balances, in: "'balances'").require("lognormal")
      let lognormal = try law.mapping(ScenarioKeys.lognormal, in: "'lognormal'")
      population.medianBalance = try lognormal.require("median").amount()
      let sigma = try lognormal.require("sigma")
      // Sigma is a shape, not money: rounding it to thousandths is exact for what is accepted.
      let thousandths = (try sigma.number(in: 0.001...5) * 1_000).rounded()
      population.sigmaPerMille = Int(thousandths)
    }
    if let node = mapping.find("deposits") {
      population.deposits = try node.integerRange(in: ScenarioLimits.deposits)
    }
    if let node = mapping.find("withdrawals") {
      population.withdrawals = try node.integerRange(in: ScenarioLimits.withdrawals)
    }
    if let node = mapping.find("withdrawn") {
      population.withdrawnPercent = try wholePercent(node)
    }
    population.own = try shares(mapping, actor: name)
    return population
  }

  private static func thief(
    _ mapping: YAMLMapping, name: String
  ) throws(YAMLError) -> Thief {
    var thief = Thief()
    if let node = mapping.find("collectors") { thief.collectors = try node.amountRange() }
    if let clean = mapping.find("clean") { thief.clean = try clean.amount() }
    if let sales = mapping.find("sales") { thief.sales = try sales.amountRange() }
    if let fees = mapping.find("fees") { thief.fees = try fees.amountRange() }
    let styles = try purses(mapping, of: ScenarioKeys.thiefWallets, actor: name)
    thief.drops = styles["drops"]
    thief.hoard = styles["hoard"]
    thief.own = styles["own"]
    return thief
  }

  private static func users(
    _ mapping: YAMLMapping, name: String
  ) throws(YAMLError) -> OrdinaryUsers {
    var users = OrdinaryUsers(
      count: try mapping.require("count").integer(in: ScenarioLimits.users),
      payments: try mapping.require("payments").integer(in: ScenarioLimits.payments),
      coins: try mapping.require("coins").amount())
    if let merges = mapping.find("merges") { users.mergingPercent = try wholePercent(merges) }
    if let batches = mapping.find("batches") { users.batchPercent = try wholePercent(batches) }
    if let fees = mapping.find("fees") { users.fees = try fees.amountRange() }
    users.own = try shares(mapping, actor: name)
    return users
  }
}
