import Bitcoin
import Case
import Files

extension CaseOutput {
  /// Writes what is publicly known of services: games' and donation addresses, some of a mixer's
  /// deposit addresses, a coordinator's, and demands that victims have told of.
  func writeServiceTags() throws(FileError) {
    var tags: [TagPack.Tag] = []
    for actor in scenario.actors {
      guard case .service(let service) = actor.kind, let known = service.trade.publicAddresses
      else { continue }
      for key in paidKeys(owner: actor.name, role: known.role, limit: known.limit) {
        tags.append(
          .init(
            address: address(key), fields: TagFields(label: actor.name, category: known.category)))
      }
    }
    guard !tags.isEmpty else { return }
    try folder.write(
      TagPack(
        title: "Services of \(scenario.title)", creator: "coldtrace simulate",
        defaults: TagFields(
          source: "simulated scenario", confidence: "service_data", currency: "BTC"),
        tags: tags), named: "services")
  }

  /// The first keys of an owner that some output of a role pays and that have an address.
  private func paidKeys(owner: String, role: PlannedRole, limit: Int) -> [KeyNumber] {
    var seen: Set<KeyNumber> = []
    var found: [KeyNumber] = []
    for output in plan.outputKey.indices where plan.outputRole[output] == role {
      let key = plan.outputKey[output]
      let wallet = plan.wallets[plan.keyWallet[key.position].position]
      guard wallet.owner == owner, wallet.member == nil, keys.form(of: key).hasAddress,
        seen.insert(key).inserted
      else { continue }
      found.append(key)
      if found.count == limit { break }
    }
    return found
  }
}

extension Service.Trade {
  /// Which of a service's addresses everybody can know: the role of the outputs that pay them, how many
  /// are told, and what they are called; nil where none is known.
  var publicAddresses: (category: String, role: PlannedRole, limit: Int)? {
    switch self {
    case .coinJoin(let join):
      join.shape == .wasabi1 ? ("coinjoin", .commission, 1) : nil
    case .mixer: ("mixing_service", .deposit, 6)
    case .gambling: ("gambling", .bet, 12)
    case .merchants: ("merchant", .payment, 4)
    case .donations: ("donation", .donation, 1)
    case .faucet: ("faucet", .change, 2)
    case .ransomware: ("ransomware", .ransom, 5)
    }
  }
}
