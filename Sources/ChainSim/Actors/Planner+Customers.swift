import Bitcoin

extension Planner {
  /// Sees to it that customers have what they will deposit: from what they own, from somebody who
  /// sells coins, or from the pools.
  mutating func fund(
    cohort: Int, needs: [(member: Int, amount: Int64)], from: UInt32, to: UInt32
  ) {
    var reserved: [Int: Int64] = [:]
    var requests = 0
    for need in needs {
      let wallet = cohorts[cohort].wallets[need.member]
      let claimed = reserved[need.member, default: 0] + need.amount + 200_000
      reserved[need.member] = claimed
      let missing = claimed - walletBalance[wallet.position]
      guard missing > 0 else { continue }
      let extra = missing / 1_000 * Int64(cohorts[cohort].generator.below(60))
      let amount = missing + extra + Int64(cohorts[cohort].generator.below(1_000_000))
      // What comes in for this need is there for the next one of the same customer.
      reserved[need.member] = claimed - missing
      if let seller = seller(notOf: cohort, of: amount) {
        let time = cohorts[cohort].generator.time(from: from, to: to)
        schedule(
          .trade(
            from: seller.cohort, seller: seller.member, to: cohort, buyer: need.member,
            amount: amount), at: time)
      } else {
        requestPayout(to: wallet, amount: amount)
        requests += 1
      }
    }
    orderPayouts(requests: requests, from: from, to: to)
  }

  /// Has the pools pay at random times of a period, often enough for that many requests.
  mutating func orderPayouts(requests: Int, from: UInt32, to: UInt32) {
    guard requests > 0 else { return }
    for _ in 0..<requests / 12 + 2 {
      schedule(.payouts, at: pools.generator.time(from: from, to: to))
    }
  }

  /// A customer of another exchange who has that much; nil more often than not.
  private mutating func seller(notOf cohort: Int, of amount: Int64) -> (cohort: Int, member: Int)? {
    guard cohorts.count > 1, cohorts[cohort].generator.chance(perMille: 500) else { return nil }
    var other = cohorts[cohort].generator.below(cohorts.count - 1)
    if other >= cohort { other += 1 }
    for _ in 0..<12 {
      let member = cohorts[cohort].generator.below(cohorts[other].wallets.count)
      let wallet = cohorts[other].wallets[member]
      if walletBalance[wallet.position] > amount + 1_000_000 { return (other, member) }
    }
    return nil
  }

  /// A customer pays the exchange.
  mutating func deposit(cohort: Int, member: Int, amount: Int64) {
    let desk = cohorts[cohort].desk
    guard now < desks[desk].haltDeposits else { return }
    let wallet = cohorts[cohort].wallets[member]
    let fee = drawFee(desks[desk].exchange.fees, by: cohorts[cohort].name)
    let paid = min(amount, (walletBalance[wallet.position] - fee) / 10_000 * 10_000)
    guard paid >= 100_000, let coins = choose(from: [wallet], atLeast: paid + fee) else { return }
    let key = depositKey(cohort: cohort, member: member)
    var draft = Draft(
      .deposit, inputs: coins, outputs: [.init(key: key, value: paid, role: .deposit)])
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    let first = commit(draft)
    if desks[desk].keepsBooks {
      let index = draft.outputs.firstIndex { $0.key == key } ?? 0
      plan.books.deposits.append(
        .init(output: OutputNumber(first.position + index), account: member))
    }
  }

  /// A customer asks for coins; they go out with the block.
  mutating func requestWithdrawal(cohort: Int, member: Int, amount: Int64, tries: Int) {
    let desk = cohorts[cohort].desk
    guard now < desks[desk].haltWithdrawals else { return }
    desks[desk].pending.append(.init(member: member, amount: amount, tries: tries))
  }

  /// Pays what customers of a desk asked for, mostly one withdrawal a transaction.
  mutating func payWithdrawals(desk: Int) {
    guard let cohort = desks[desk].cohort, !waitsForBatch(desk: desk) else { return }
    var queue = desks[desk].pending[...]
    desks[desk].pending = []
    while !queue.isEmpty {
      let size = drawBatch(desk: desk, waiting: queue.count)
      let batch = Array(queue.prefix(size))
      queue = queue.dropFirst(size)
      if !pay(batch, desk: desk, cohort: cohort) {
        for withdrawal in batch where withdrawal.tries < 5 {
          schedule(
            .withdrawal(
              cohort: cohort, member: withdrawal.member, amount: withdrawal.amount,
              tries: withdrawal.tries + 1), at: now + 43_200)
        }
      }
    }
  }

  private mutating func pay(_ batch: [DeskState.Withdrawal], desk: Int, cohort: Int) -> Bool {
    let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
    let amount = batch.reduce(fee) { $0 + $1.amount }
    let main = desks[desk].main
    let coins =
      choose(from: [main], atLeast: amount)
      ?? choose(from: [main, desks[desk].deposits], atLeast: amount, confirmedOnly: false)
    guard let coins else { return false }
    var draft = Draft(.withdrawal, inputs: coins)
    var accounts: [KeyNumber: Int] = [:]
    for withdrawal in batch {
      let wallet = cohorts[cohort].wallets[withdrawal.member]
      let key = makePersonalKey(wallet)
      accounts[key] = withdrawal.member
      draft.outputs.append(.init(key: key, value: withdrawal.amount, role: .withdrawal))
      if desks[desk].generator.chance(perMille: 350) {
        let delay = UInt32(desks[desk].generator.within(1...40)) * 86_400
        schedule(.spend(cohort: cohort, member: withdrawal.member), at: now + delay)
      }
    }
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    replace(&draft, paying: accounts, desk: desk)
    let first = commit(draft)
    if desks[desk].keepsBooks {
      for (index, output) in draft.outputs.enumerated() {
        guard let account = accounts[output.key] else { continue }
        plan.books.withdrawals.append(
          .init(output: OutputNumber(first.position + index), account: account))
      }
    }
    return true
  }

  /// Somebody with coins sells them to a customer of another exchange, hand to hand.
  mutating func trade(from: Int, seller: Int, to: Int, buyer: Int, amount: Int64) {
    let source = cohorts[from].wallets[seller]
    let target = cohorts[to].wallets[buyer]
    guard let coins = choose(from: [source], atLeast: amount + 50_000) else {
      requestPayout(to: target, amount: amount)
      schedule(.payouts, at: now + 3_600)
      return
    }
    let key = makePersonalKey(target)
    var draft = Draft(
      .payment, inputs: coins, outputs: [.init(key: key, value: amount, role: .payment)])
    addChange(to: &draft, fee: 50_000) { $0.makePersonalKey(source) }
    commit(draft)
  }
}
