import Bitcoin
import Case

extension ScenarioReader {
  /// An actor that is a service.
  static func service(
    _ node: YAMLNode, kind: String, name: String
  ) throws(YAMLError) -> Service {
    guard let table = ScenarioKeys.services.first(where: { $0.name == kind }) else {
      throw node.error(.invalid("'\(kind)' is no service"))
    }
    let mapping = try node.mapping(table, in: "actor '\(name)'")
    let styles = try purses(mapping, of: ScenarioKeys.serviceWallets, actor: name)
    var service = Service(
      people: try mapping.require("people").text(), from: try blockTime(mapping.require("from")),
      to: try blockTime(mapping.require("to")), own: styles["own"], members: styles["members"],
      trade: try trade(mapping, kind: kind))
    if let coins = mapping.find("coins") { service.coins = try coins.amount() }
    if let fees = mapping.find("fees") { service.fees = try fees.amountRange() }
    return service
  }

  private static func trade(
    _ mapping: YAMLMapping, kind: String
  ) throws(YAMLError) -> Service.Trade {
    func count(_ key: String, _ limit: Int = 10_000_000) throws(YAMLError) -> Int {
      try mapping.require(key).integer(in: 1...limit)
    }
    if kind == "coinjoin" { return .coinJoin(try coinJoin(mapping)) }
    let each = try mapping.require("each").amountRange()
    switch kind {
    case "mixer": return .mixer(try mixer(mapping, each: each))
    case "gambling": return .gambling(.init(bets: try count("bets"), each: each))
    case "merchants":
      return .merchants(
        .init(count: try count("count", 100_000), sales: try count("sales"), each: each))
    case "donations": return .donations(.init(gifts: try count("gifts"), each: each))
    case "faucet":
      return .faucet(
        .init(
          payouts: try count("payouts", 1_000_000),
          batch: try mapping.require("batch").integerRange(in: 1...1_000), each: each))
    default:
      return .ransomware(
        .init(
          victims: try count("victims", 1_000_000), each: each,
          cashOut: try mapping.require("cashOut").text()))
    }
  }

  private static func coinJoin(_ mapping: YAMLMapping) throws(YAMLError) -> Service.CoinJoin {
    let words = Service.CoinJoin.Shape.allCases.map(\.rawValue)
    let node = try mapping.require("shape")
    guard let shape = Service.CoinJoin.Shape(rawValue: try node.word(among: words)) else {
      throw node.error(.invalid("is no shape"))
    }
    var join = Service.CoinJoin(
      shape: shape, rounds: try mapping.require("rounds").integer(in: 1...1_000_000),
      amounts: try mapping.require("amounts").amountRange())
    if let node = mapping.find("parties") {
      join.parties = try node.integerRange(in: shape.possibleParties)
    }
    if let node = mapping.find("denomination") {
      guard shape == .wasabi1 || shape == .whirlpool else {
        throw node.error(.invalid("the shape '\(shape.rawValue)' has no amount of its own"))
      }
      join.denomination = try node.amount()
    }
    return join
  }

  private static func mixer(
    _ mapping: YAMLMapping, each: ClosedRange<Satoshi>
  ) throws(YAMLError) -> Service.Mixer {
    var mixer = Service.Mixer(
      orders: try mapping.require("orders").integer(in: 1...10_000_000), each: each)
    if let node = mapping.find("cut") {
      let most = try node.percent() / 1_000
      mixer.cutPerMille = most / 3...most
    }
    if let node = mapping.find("delay") {
      guard let seconds = UInt32(exactly: try node.duration()), seconds <= 366 * 86_400 else {
        throw node.error(.invalid("a payout that waits for more than a year is none"))
      }
      mixer.delay = min(3_600, seconds)...seconds
    }
    return mixer
  }
}
