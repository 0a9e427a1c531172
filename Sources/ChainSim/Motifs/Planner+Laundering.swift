import Bitcoin

extension Planner {
  /// A thief takes a coin that he launders one step further.
  ///
  /// - Parameter step: how many steps of a peel chain are left.
  mutating func launder(thief: Int, way: Int, coin: OutputNumber, step: Int) {
    let state = thieves[thief].ways[way]
    guard now < state.until, isUnspent(coin) else { return }
    switch state.action {
    case .peel(let peel):
      self.peel(peel, thief: thief, way: way, coin: coin, step: step)
    case .mix(let mix):
      guard let service = services.firstIndex(where: { $0.name == mix.service }) else { return }
      switch services[service].service.trade {
      case .coinJoin: join(coin, ofThief: thief, service: service)
      case .mixer(let mixer):
        payMixer(mixer, thief: thief, way: way, coin: coin, service: service)
      default: return
      }
    default: return
    }
  }

  /// One step of a peel chain: one coin in, a small part and the rest out.
  private mutating func peel(
    _ peel: PeelChain, thief: Int, way: Int, coin: OutputNumber, step: Int
  ) {
    guard step > 0 else { return }
    let fee = drawFee(thieves[thief].thief.fees, by: thieves[thief].name)
    let part = thieves[thief].generator.within(peel.each)
    guard value(coin) - fee - part >= peel.each.lowerBound.rawValue else { return }
    let key: KeyNumber
    let role: PlannedRole
    var account: Int?
    if let target = peel.target, let desk = desk(named: target), let cohort = desks[desk].cohort {
      guard now < desks[desk].haltDeposits else { return }
      let count = cohorts[cohort].wallets.count
      let straw = count - 1 - thieves[thief].generator.below(cohorts[cohort].strawmen)
      key = depositKey(cohort: cohort, member: straw)
      role = .deposit
      account = desks[desk].keepsBooks ? straw : nil
    } else {
      key = makeKey(thiefWallet(thief, \.peeled, name: "peeled"), form: .hashedUncompressed)
      role = .peeled
    }
    let (first, draft) = split(coin, of: thief, key: key, part: part, role: role, fee: fee, .peel)
    if let target = peel.target { handOver(stolenPart(coin, part: part), to: target) }
    if let account {
      plan.books.deposits.append(
        .init(output: output(paying: key, of: draft, first: first), account: account))
    }
    continueChain(draft, first: first, thief: thief, way: way, step: step - 1)
  }

  /// A thief pays a mixer from a coin, and goes on with the rest.
  private mutating func payMixer(
    _ mixer: Service.Mixer, thief: Int, way: Int, coin: OutputNumber, service: Int
  ) {
    let fee = drawFee(thieves[thief].thief.fees, by: thieves[thief].name)
    let part = thieves[thief].generator.within(mixer.each)
    guard value(coin) - fee - part >= mixer.each.lowerBound.rawValue else { return }
    let key = mixerKey(service)
    let (first, draft) = split(
      coin, of: thief, key: key, part: part, role: .deposit, fee: fee, .mixIn)
    handOver(stolenPart(coin, part: part), to: services[service].name)
    let mixed = thiefWallet(thief, \.mixed, name: "mixed")
    take(output(paying: key, of: draft, first: first), for: mixed, service: service)
    continueChain(draft, first: first, thief: thief, way: way, step: 1)
  }

  /// How much of a part is stolen, which is what a coin has of it, the part first.
  private func stolenPart(_ coin: OutputNumber, part: Int64) -> Int64 {
    min(plan.outputStolen[coin.position], part)
  }

  /// Pays a part of a coin and sends the rest to a new address of the thief's hoard.
  private mutating func split(
    _ coin: OutputNumber, of thief: Int, key: KeyNumber, part: Int64, role: PlannedRole, fee: Int64,
    _ motif: PlannedMotif
  ) -> (first: OutputNumber, draft: Draft) {
    let hoard = thieves[thief].hoard
    var draft = Draft(
      motif, inputs: [coin], outputs: [.init(key: key, value: part, role: role)])
    addChange(to: &draft, fee: fee, role: .peel) { $0.makeKey(hoard, form: .hashedUncompressed) }
    let paid = draft.outputs.firstIndex { $0.key == key } ?? 0
    let rest = draft.outputs.indices.filter { $0 != paid }
    thieves[thief].paidToMiners += dealStolen(&draft, order: [paid] + rest)
    // What others are paid is in a thief's hands no more.
    if role != .peeled { draft.outputs[paid].stolen = 0 }
    return (commit(draft), draft)
  }

  private mutating func continueChain(
    _ draft: Draft, first: OutputNumber, thief: Int, way: Int, step: Int
  ) {
    guard step > 0, let rest = draft.outputs.firstIndex(where: { $0.role == .peel }) else { return }
    let delay = UInt32(thieves[thief].generator.within(1...48)) * 3_600
    let coin = OutputNumber(first.position + rest)
    schedule(.launder(thief: thief, way: way, coin: coin, step: step), at: now + delay)
  }

  private mutating func thiefWallet(
    _ thief: Int, _ place: WritableKeyPath<ThiefState, WalletNumber?>, name: String
  ) -> WalletNumber {
    if let wallet = thieves[thief][keyPath: place] { return wallet }
    let wallet = makeWallet(
      owner: thieves[thief].name, name: name, style: thieves[thief].thief.own)
    thieves[thief][keyPath: place] = wallet
    return wallet
  }

  /// The ways other than sales in which a thief disposes of what he took.
  func ways(ofThief name: String) -> [ThiefState.WayState] {
    scenario.events.compactMap { event in
      switch event.action {
      case .peel(let peel) where peel.by == name:
        .init(
          action: event.action, percent: peel.percent, until: event.to, from: event.from)
      case .mix(let mix) where mix.by == name:
        .init(action: event.action, percent: mix.percent, until: event.to, from: event.from)
      default: nil
      }
    }
  }

  /// How many steps a new chain has; one that is no peel chain ends by itself.
  mutating func drawSteps(thief: Int, way: Int) -> Int {
    guard case .peel(let peel) = thieves[thief].ways[way].action else { return 1 }
    return thieves[thief].generator.within(peel.steps)
  }
}
