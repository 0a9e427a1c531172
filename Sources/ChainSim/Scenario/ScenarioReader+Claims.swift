import Bitcoin
import Case

extension ScenarioReader {
  /// An item of `claims`.
  static func claim(_ node: YAMLNode) throws(YAMLError) -> ClaimOrder {
    let mapping = try node.mapping(ScenarioKeys.claim, in: "a claim")
    var claim = ClaimOrder(
      id: try claimID(mapping.require("id")), by: try mapping.require("by").printableLine(),
      at: try blockTime(mapping.require("at")),
      text: try mapping.require("text").printableLines(),
      coins: try coins(mapping.require("coins")))
    claim.amount = try mapping.find("amount")?.amount()
    if let proof = mapping.find("proof") { claim.proof = try self.proof(proof) }
    if let loss = mapping.find("loss") { claim.loss = try loss.printableLine() }
    return claim
  }

  /// An id is a file's name: lower-case letters, digits and hyphens.
  private static func claimID(_ node: YAMLNode) throws(YAMLError) -> String {
    let id = try node.text()
    let isName =
      id.utf8.count <= 60 && !id.hasPrefix("-")
      && id.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
    guard isName else {
      throw node.error(
        .badValue(id, expected: "at most 60 lower-case letters, digits and hyphens"))
    }
    return id
  }

  private static func coins(_ node: YAMLNode) throws(YAMLError) -> ClaimOrder.Coins {
    if case .scalar = node.content {
      return try node.text() == "none" ? .nothing : .held(try walletReference(node))
    }
    let mapping = try node.mapping(ScenarioKeys.coins, in: "'coins'")
    guard mapping.entries.count == 1, let entry = mapping.entries.first else {
      throw node.error(
        .invalid("must be a wallet, none, or one of spent, shuffled, minedBy, sameAs"))
    }
    switch entry.key {
    case "spent": return .spent(try walletReference(entry.value))
    case "shuffled": return .shuffled(try entry.value.text())
    case "minedBy": return .mined(try entry.value.text())
    default: return .sameAs(try entry.value.text())
    }
  }

  private static func proof(_ node: YAMLNode) throws(YAMLError) -> ClaimOrder.Proof {
    guard case .scalar = node.content else {
      let mapping = try node.mapping(ScenarioKeys.proof, in: "'proof'")
      return .copied(try mapping.require("copyOf").text())
    }
    switch try node.word(among: ClaimOrder.Proof.words) {
    case "wrongKey": return .wrongKey
    case "none": return .nothing
    default: return .signed
    }
  }
}
