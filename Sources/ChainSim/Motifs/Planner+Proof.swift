import Bitcoin

extension Planner {
  /// Gathers one input of a proof transfer from deposits and change: exactly its amount, on an address
  /// of the paying wallet or, every second time, of the wallet that joins in.
  mutating func gather(event: Int, input: Int) throws(ScenarioError) {
    guard case .proofTransfer(let transfer) = scenario.events[event].action,
      let desk = desk(named: transfer.from.actor)
    else { return }
    let amount = transfer.inputs[input].rawValue
    let fee = desks[desk].exchange.fees.upperBound.rawValue
    let wallets = [desks[desk].main, desks[desk].deposits]
    guard let coins = choose(from: wallets, atLeast: amount + fee, .largest, limit: 500) else {
      if now + 21_600 >= scenario.events[event].from {
        let held = Satoshi(hotBalance(desk))
        throw .unplayable(
          actor: transfer.from.actor, time: now,
          reason: "has \(held) BTC and cannot gather input \(input + 1) of the proof transfer")
      }
      callIn(amount, desk: desk)
      schedule(.gather(event: event, input: input), at: now + 14_400)
      return
    }
    let key: KeyNumber
    if input % 2 == 1, let store = transfer.together.flatMap({ store(of: $0) }) {
      key = store.keys[input / 2 % store.keys.count]
    } else {
      key = makeKey(desks[desk].aside, form: desks[desk].form)
    }
    var draft = Draft(
      .gather, inputs: coins, outputs: [.init(key: key, value: amount, role: .storage)])
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    let first = commit(draft)
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    proofs[event]?[input] = OutputNumber(first.position + index)
  }

  /// The exchange pays itself: the rest first, then the amount, no fee.
  mutating func proveFunds(event: Int) throws(ScenarioError) {
    guard case .proofTransfer(let transfer) = scenario.events[event].action,
      let desk = desk(named: transfer.from.actor), let gathered = proofs[event]
    else { return }
    let coins = gathered.compactMap { $0 }
    guard coins.count == transfer.inputs.count else {
      throw .unplayable(
        actor: transfer.from.actor, time: now,
        reason:
          "has gathered \(coins.count) of \(transfer.inputs.count) inputs of the proof transfer")
    }
    let rest = value(of: coins) - transfer.amount.rawValue
    let keys = (0..<2).map { _ in makeKey(desks[desk].main, form: desks[desk].form) }
    commit(
      Draft(
        .proof, inputs: coins,
        outputs: [
          .init(key: keys[0], value: rest, role: .change),
          .init(key: keys[1], value: transfer.amount.rawValue, role: .payment),
        ]))
  }

  /// One of the transactions of a move between wallets.
  mutating func move(event: Int, part: Int) throws(ScenarioError) {
    guard case .move(let move) = scenario.events[event].action,
      let desk = desk(named: move.from.actor)
    else { return }
    let amount = moveParts(move)[part]
    let fee = move.fee.rawValue
    let sources = wallets(of: move.from)
    let choice: Choice = store(of: move.from) == nil ? .largest : .fitting
    guard
      let coins = choose(from: sources, atLeast: amount + fee, choice, confirmedOnly: false)
    else {
      // Customers may still bring what the first wallet lacks.
      if store(of: move.from) == nil, now + 14_400 < scenario.events[event].to {
        callIn(amount, desk: desk)
        schedule(.move(event: event, part: part), at: now + 14_400)
        return
      }
      let held = Satoshi(sources.reduce(0) { $0 + walletBalance[$1.position] })
      throw .unplayable(
        actor: move.from.actor, time: now,
        reason:
          "\(move.from) has \(held) BTC and cannot move \(Satoshi(amount)) BTC to \(move.to): "
          + "let '\(move.from.actor)' hold more, have more customers, or move less or later")
    }
    var draft = Draft(.move, inputs: coins)
    let keys = moveKeys(move, part: part, desk: desk)
    let weights = keys.map { _ in Int64(desks[desk].generator.within(400...1_600)) }
    for (key, value) in zip(keys, Shares.split(amount, by: weights)) where value > 0 {
      draft.outputs.append(.init(key: key, value: value, role: .storage))
    }
    let change = store(of: move.from)?.keys[0]
    addChange(to: &draft, fee: fee) { change ?? $0.ownKey(ofDesk: desk) }
    commit(draft)
  }

  /// What each transaction of a move moves: equal parts rounded up to whole coins, the last the rest.
  func moveParts(_ move: Move) -> [Int64] {
    let total = move.amount.rawValue
    let count = Int64(max(move.transactions, 1))
    let equal = (total + count - 1) / count
    let coin = Satoshi.coin.rawValue
    let whole = (equal + coin - 1) / coin * coin
    let part = whole * (count - 1) < total ? whole : total / count
    return (0..<count).map { $0 == count - 1 ? total - part * (count - 1) : part }
  }

  /// The addresses that one transaction of a move pays: its share of the receiving wallet's, or a
  /// single one.
  private mutating func moveKeys(_ move: Move, part: Int, desk: Int) -> [KeyNumber] {
    guard let store = store(of: move.to) else { return [ownKey(ofDesk: desk)] }
    let count = max(move.transactions, 1)
    let share = store.keys.count / count
    guard share > 1 else { return [store.keys[part % store.keys.count]] }
    let end = part == count - 1 ? store.keys.count : (part + 1) * share
    return Array(store.keys[part * share..<end])
  }
}
