import Bitcoin
import Case

extension ScenarioReader {
  /// An item of `events`.
  static func event(_ node: YAMLNode) throws(YAMLError) -> ScenarioEvent {
    let mapping = try node.mapping(ScenarioKeys.event, in: "an event")
    let actions = mapping.entries.filter { ScenarioKeys.actions.contains($0.key) }
    guard let action = actions.first else {
      let known = ScenarioKeys.actions.joined(separator: ", ")
      throw node.error(.invalid("an event needs one of \(known)"))
    }
    if actions.count > 1 {
      throw YAMLError(
        file: node.file, line: actions[1].line, column: actions[1].column, key: actions[1].key,
        reason: .invalid("an event has one action, and '\(action.key)' stands in it already"))
    }
    let period = try period(mapping, of: action.key)
    return ScenarioEvent(
      from: period.from, to: period.to, action: try self.action(action.key, action.value))
  }

  /// When an event happens: `at`, or `from` and `to`, as its action wants it.
  private static func period(
    _ mapping: YAMLMapping, of action: String
  ) throws(YAMLError) -> (from: UInt32, to: UInt32) {
    let lasting = ["sweep", "sell", "malleate", "burn", "shuffle", "flood", "peel", "mix"]
    let takesTime = lasting.contains(action)
    let mayTakeTime = takesTime || action == "move"
    if let at = mapping.find("at") {
      guard !takesTime else {
        throw at.error(.invalid("'\(action)' takes its time: give 'from' and 'to'"))
      }
      if let other = mapping.find("from") ?? mapping.find("to") {
        throw other.error(.invalid("'at' is given already; an event has 'at', or 'from' and 'to'"))
      }
      let time = try blockTime(at)
      return (time, time)
    }
    guard mayTakeTime else {
      if let from = mapping.find("from") ?? mapping.find("to") {
        throw from.error(.invalid("'\(action)' happens at once: give 'at'"))
      }
      throw mapping.error(.missingKey("at", in: "the event '\(action)'"))
    }
    let to: YAMLNode
    let from: YAMLNode
    if action == "move", mapping.find("from") == nil, mapping.find("to") == nil {
      throw mapping.error(.missingKey("at", in: "the event '\(action)'"))
    }
    guard let begin = mapping.find("from") else {
      throw mapping.error(.missingKey("from", in: "the event '\(action)'"))
    }
    guard let end = mapping.find("to") else {
      throw mapping.error(.missingKey("to", in: "the event '\(action)'"))
    }
    from = begin
    to = end
    return (from: try blockTime(from), to: try blockTime(to))
  }

  private static func action(
    _ name: String, _ node: YAMLNode
  ) throws(YAMLError) -> ScenarioEvent.Action {
    switch name {
    case "proofTransfer": return .proofTransfer(try proofTransfer(node))
    case "move": return .move(try move(node))
    case "copyKeys":
      let mapping = try node.mapping(ScenarioKeys.copyKeys, in: "'copyKeys'")
      return .copyKeys(
        of: try walletReference(mapping.require("of")), by: try mapping.require("by").text())
    case "sweep":
      let mapping = try node.mapping(ScenarioKeys.sweep, in: "'sweep'")
      return .sweep(
        Sweep(
          by: try mapping.require("by").text(), of: try walletReference(mapping.require("of")),
          total: try mapping.require("total").amount(),
          each: try mapping.require("each").amountRange(),
          isBooked: try mapping.find("booked")?.boolean() ?? false))
    case "sell":
      let mapping = try node.mapping(ScenarioKeys.sell, in: "'sell'")
      return .sell(
        Sale(
          by: try mapping.require("by").text(), at: try mapping.require("at").text(),
          percent: try wholePercent(mapping.require("share"))))
    case "reorg": return .reorg(try reorg(node))
    case "overdraw": return .overdraw(try overdraw(node))
    case "malleate": return .malleate(try malleate(node))
    case "heist": return .heist(try heist(node))
    case "burn": return .burn(try burn(node))
    case "shuffle": return .shuffle(try shuffle(node))
    case "flood": return .flood(try flood(node))
    case "peel": return .peel(try peel(node))
    case "mix": return .mix(try mix(node))
    case "haltWithdrawals": return .haltWithdrawals(of: try node.text())
    case "haltTransactions": return .haltTransactions(of: try node.text())
    case "closeSite": return .closeSite(of: try node.text())
    case "filing": return .filing(of: try node.text())
    case "found": return .found(try walletReference(node))
    case "statement":
      let mapping = try node.mapping(ScenarioKeys.statement, in: "'statement'")
      return .statement(
        Statement(
          by: try mapping.require("by").printableLine(),
          text: try mapping.require("text").printableLine()))
    default: return .haltDeposits(of: try node.text())
    }
  }

  private static func proofTransfer(_ node: YAMLNode) throws(YAMLError) -> ProofTransfer {
    let mapping = try node.mapping(ScenarioKeys.proofTransfer, in: "'proofTransfer'")
    var inputs: [Satoshi] = []
    for input in try mapping.require("inputs").list() { inputs.append(try input.amount()) }
    var together: WalletReference?
    if let wallet = mapping.find("together") { together = try walletReference(wallet) }
    return ProofTransfer(
      from: try walletReference(mapping.require("from")), together: together, inputs: inputs,
      amount: try mapping.require("amount").amount())
  }

  private static func move(_ node: YAMLNode) throws(YAMLError) -> Move {
    let mapping = try node.mapping(ScenarioKeys.move, in: "'move'")
    var move = Move(
      from: try walletReference(mapping.require("from")),
      to: try walletReference(mapping.require("to")),
      amount: try mapping.require("amount").amount())
    if let count = mapping.find("transactions") {
      move.transactions = try count.integer(in: ScenarioLimits.moveTransactions)
    }
    if let fee = mapping.find("fee") { move.fee = try fee.amount() }
    return move
  }
}
