/// Something that an actor has to do in some block.
enum Order: Sendable {
  /// A desk looks at its balance and plans its customers' next period.
  case period(desk: Int, index: Int)
  /// A desk's customers take out what it has too much before it stops paying.
  case settle(desk: Int)
  /// Pools pay the next customers and users on their list.
  case payouts
  /// A customer deposits.
  case deposit(cohort: Int, member: Int, amount: Int64)
  /// A customer asks for a withdrawal.
  case withdrawal(cohort: Int, member: Int, amount: Int64, tries: Int)
  /// A customer of one exchange sells coins to a customer of another, hand to hand.
  case trade(from: Int, seller: Int, to: Int, buyer: Int, amount: Int64)
  /// A desk merges deposits and splits large coins.
  case upkeep(desk: Int)
  /// Some of the ordinary users get coins from the pools.
  case grant(circle: Int, part: Int)
  /// A customer spends some of what was withdrawn.
  case spend(cohort: Int, member: Int)
  /// A proof transfer's input is gathered.
  case gather(event: Int, input: Int)
  /// A proof transfer happens.
  case proof(event: Int)
  /// One of the transactions of a move.
  case move(event: Int, part: Int)
  /// A thief copies keys.
  case copyKeys(event: Int)
  /// A thief takes some coins.
  case sweep(event: Int)
  /// A thief asks for a withdrawal and changes it in flight.
  case malleate(event: Int, attempt: Int)
  /// An exchange pays a changed withdrawal again.
  case payAgain(event: Int, attempt: Int)
  /// A thief takes much at one blow.
  case heist(event: Int)
  /// An exchange pays to a script that nobody can spend.
  case burn(event: Int, amount: Int64)
  /// A thief passes coins on to himself once more.
  case shuffle(event: Int, part: Int)
  /// The payer of a flood gets his coins.
  case floodCoins(event: Int)
  /// One transaction of a flood.
  case flood(event: Int)
  /// A thief gets coins for the stake with which he makes up a balance.
  case fundStake(event: Int)
  /// He deposits the stake.
  case depositStake(event: Int)
  /// He makes up the balance and withdraws it.
  case overdraw(event: Int)
  /// A thief gets the coins that he will spend twice.
  case fundDoubleSpend(event: Int)
  /// Two branches begin.
  case fork(event: Int)
  /// A thief withdraws the credit of a deposit that will be undone.
  case withdrawUndone(event: Int)
  /// A thief gathers what he took.
  case collect(thief: Int)
  /// A thief sells from a coin.
  case sale(thief: Int, sale: Int, coin: OutputNumber)
  /// A thief launders a coin a step further.
  case launder(thief: Int, way: Int, coin: OutputNumber, step: Int)
  /// A service does something.
  case serve(service: Int, ServiceStep)
}
