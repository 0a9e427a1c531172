import Bitcoin
import Case
import Files

extension CaseOutput {
  /// Writes what is publicly known: a few addresses of each exchange's first wallet, and the pools'.
  func writeTags() throws(FileError) {
    try writeServiceTags()
    var tags: [TagPack.Tag] = []
    for actor in scenario.actors {
      guard case .exchange(let exchange) = actor.kind, let hot = exchange.wallets.first else {
        continue
      }
      // The books tell the robbed exchange's addresses; the others are known by their clusters.
      let definesCluster = exchange.owes == nil
      for key in usedKeys(owner: actor.name, wallet: hot.name, limit: 12) {
        tags.append(
          .init(
            address: address(key),
            fields: TagFields(
              label: actor.name, category: "exchange", isClusterDefiner: definesCluster)))
      }
    }
    guard !tags.isEmpty else { return }
    let pack = TagPack(
      title: "Exchanges of \(scenario.title)", creator: "coldtrace simulate",
      defaults: TagFields(
        source: "simulated scenario", confidence: "service_data", currency: "BTC"),
      tags: tags)
    try folder.write(pack, named: "exchanges")
    let labels = minerLabels()
    if !labels.isEmpty { try folder.write(labels, named: "miners") }
  }

  /// The pools' addresses as a wallet's labels.
  private func minerLabels() -> [LabelRecord] {
    var labels: [LabelRecord] = []
    for actor in scenario.actors {
      guard case .miners(let miners) = actor.kind else { continue }
      for member in 1...max(miners.count, 1) {
        let keys = usedKeys(owner: actor.name, member: member, wallet: "payout", limit: 3)
        for key in keys {
          labels.append(
            LabelRecord(type: .address, ref: address(key), label: "\(actor.name) \(member)"))
        }
      }
    }
    return labels
  }

  /// The first keys of a wallet that some output pays and that have an address; those of a wallet's
  /// own addresses and deposit addresses alike.
  func usedKeys(
    owner: String, member: Int? = nil, wallet name: String, limit: Int
  ) -> [KeyNumber] {
    let isAsked = findWallets(owner: owner, member: member, name: name)
    var seen: Set<KeyNumber> = []
    var found: [KeyNumber] = []
    for output in plan.outputKey.indices {
      let key = plan.outputKey[output]
      guard isAsked[plan.keyWallet[key.position].position], plan.outputRole[output] != .deposit,
        keys.form(of: key).hasAddress, seen.insert(key).inserted
      else { continue }
      found.append(key)
      if found.count == limit { break }
    }
    return found
  }
}
