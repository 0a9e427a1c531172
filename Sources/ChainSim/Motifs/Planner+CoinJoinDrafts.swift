import Bitcoin

extension Planner {
  /// How the inputs and outputs of a CoinJoin stand.
  enum Arrangement: Sendable {
    /// In no order.
    case shuffled
    /// The largest first.
    case descending
  }

  /// An output that came out of a CoinJoin.
  struct Joined: Sendable {
    /// Whose it is.
    let member: Int
    /// The output.
    let coin: OutputNumber
    /// What it is.
    let role: PlannedRole
  }

  /// Puts a CoinJoin into the block.
  ///
  /// - Parameter commission: what a coordinator gets in an output of its own (sat); 0: no output.
  /// - Returns: the people's outputs, in the transaction's order.
  mutating func commitJoin(
    _ motif: PlannedMotif, parties: [CoinJoinState.Party], commission: Int64, service: Int,
    _ arrangement: Arrangement
  ) -> [Joined] {
    guard case .coinJoin(let join) = services[service].service.trade else { return [] }
    var inputs = parties.flatMap(\.coins)
    var slots: [(value: Int64, role: PlannedRole, party: Int?)] = []
    for (index, party) in parties.enumerated() {
      slots += party.values.map { ($0.value, $0.role, index) }
    }
    if commission > 0 { slots.append((commission, .commission, nil)) }
    shuffle(&inputs, service: service)
    shuffle(&slots, service: service)
    if arrangement == .descending {
      inputs.sort { (value($1), $0.rawValue) < (value($0), $1.rawValue) }
      let order = slots.indices.sorted { (slots[$1].value, $0) < (slots[$0].value, $1) }
      slots = order.map { slots[$0] }
    }
    var draft = Draft(motif, inputs: inputs)
    draft.author = services[service].own
    for slot in slots {
      let key: KeyNumber
      if let party = slot.party {
        let wallet = services[service].party.members[parties[party].member].wallet
        key = makeMemberKey(service, wallet: wallet, shape: join.shape)
      } else {
        key = commissionKey(service, shape: join.shape)
      }
      draft.outputs.append(.init(key: key, value: slot.value, role: slot.role))
    }
    dealStolen(&draft, slots: slots.map(\.party), parties: parties, service: service)
    let first = commit(draft)
    return slots.enumerated().compactMap { index, slot in
      slot.party.map {
        Joined(
          member: parties[$0].member, coin: OutputNumber(first.position + index), role: slot.role)
      }
    }
  }

  /// The address that a coordinator is paid on: Wasabi 1 had one for long, a Whirlpool takes new ones.
  private mutating func commissionKey(
    _ service: Int, shape: Service.CoinJoin.Shape
  ) -> KeyNumber {
    let form = KeyForm(.witnessKeyHash, isCompressed: true)
    guard shape == .wasabi1 else { return makeKey(services[service].own, form: form) }
    if services[service].keys.isEmpty {
      services[service].keys = [makeKey(services[service].own, form: form)]
    }
    return services[service].keys[0]
  }

  /// Marks what is stolen in a thief's outputs, the mixed ones first, and books what he paid.
  private mutating func dealStolen(
    _ draft: inout Draft, slots: [Int?], parties: [CoinJoinState.Party], service: Int
  ) {
    for (index, party) in parties.enumerated()
    where services[service].party.members[party.member].thief != nil {
      var stolen = party.coins.reduce(0) { $0 + plan.outputStolen[$1.position] }
      let own = slots.indices.filter { slots[$0] == index }
      let mixed = own.filter { draft.outputs[$0].role != .change }
      for slot in mixed + own.filter({ draft.outputs[$0].role == .change }) {
        draft.outputs[slot].stolen = min(stolen, draft.outputs[slot].value)
        stolen -= draft.outputs[slot].stolen
      }
      let toService = min(stolen, party.commission)
      handOver(toService, to: services[service].name)
      let toOthers = min(stolen - toService, party.paidToOthers)
      handOver(toOthers, to: services[service].service.people)
      handOver(stolen - toService - toOthers, to: "miners")
    }
  }

  /// Books stolen satoshis that a thief gave away.
  mutating func handOver(_ stolen: Int64, to holder: String) {
    if stolen > 0 { handedOver[holder, default: 0] += stolen }
  }

  /// Decides what becomes of what people got out of a CoinJoin: some of it joins again, some is spent
  /// by and by, and the rest lies.
  ///
  /// - Parameter remixed: how many mixed outputs in a thousand join again.
  mutating func release(_ joined: [Joined], remixed: Int, service: Int) {
    for output in joined {
      let isThief = services[service].party.members[output.member].thief != nil
      let joinsAgain =
        output.role == .change || services[service].generator.chance(perMille: remixed)
      if joinsAgain {
        add(output.coin, toMember: output.member, service: service)
      } else if !isThief, services[service].generator.chance(perMille: 500) {
        let step = ServiceStep.spend(member: output.member, coin: output.coin)
        serve(service, step, after: 86_400...30 * 86_400)
      }
    }
  }

  /// Somebody spends a coin that came out of a CoinJoin; one in eight joins it with another one, which
  /// undoes a part of what the CoinJoins did.
  mutating func spendMixed(service: Int, member: Int, coin: OutputNumber) {
    guard isUnspent(coin), isConfirmed(coin),
      case .coinJoin(let join) = services[service].service.trade
    else { return }
    var coins = [coin]
    let state = services[service].party.members[member]
    if services[service].generator.chance(perMille: 125), let other = state.coins.last,
      other != coin, isUnspent(other), isConfirmed(other)
    {
      coins.append(other)
    }
    let fee = drawServiceFee(service)
    let available = value(of: coins) - fee
    guard available >= 2 * Planner.smallestChange else { return }
    let part = Int64(services[service].generator.within(200...1_000))
    let amount = max(available / 1_000 * part, Planner.smallestChange)
    let key = payee(atService: service)
    var draft = Draft(
      .payment, inputs: coins, outputs: [.init(key: key, value: amount, role: .payment)])
    addChange(to: &draft, fee: fee) {
      $0.makeMemberKey(service, wallet: state.wallet, shape: join.shape)
    }
    commit(draft)
  }
}
