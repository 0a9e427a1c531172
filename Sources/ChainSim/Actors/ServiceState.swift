import Bitcoin

/// A service while a scenario is played.
struct ServiceState: Sendable {
  /// The actor's name.
  let name: String
  /// The actor.
  let service: Service
  /// Its people: which circle, for ransomware which cohort.
  let people: Int
  /// Its own coins.
  let own: WalletNumber
  /// Its choices.
  var generator: SeededGenerator
  /// Addresses that it shows or uses again: games, a donation address, tills.
  var keys: [KeyNumber] = []
  /// Those who take part in its CoinJoins.
  var party = CoinJoinState()
  /// What a mixer has to do and to spend.
  var stock = MixerState()
  /// What shops have sold and not yet gathered, by shop.
  var takings: [[OutputNumber]] = []
  /// Coins that wait to be gathered.
  var pile: [OutputNumber] = []
  /// How many of them there are when some are merged.
  var nextPile = 160
  /// Coins that were gathered.
  var gathered: [OutputNumber] = []
  /// How many of the things that it is asked for there were: rounds, orders, bets and so on.
  var made = 0
  /// Who was asked to pay.
  var victims: [Int] = []
}

/// Something that a service has to do in some block.
enum ServiceStep: Sendable {
  /// It gets its first coins.
  case fund
  /// A CoinJoin's next parties get ready.
  case prepare(tries: Int)
  /// They join.
  case join(tries: Int)
  /// Somebody spends a coin that came out of a CoinJoin.
  case spend(member: Int, coin: OutputNumber)
  /// Somebody pays the mixer.
  case order
  /// The mixer pays an order out.
  case payOut(order: Int)
  /// Somebody bets.
  case bet
  /// Somebody buys.
  case sale
  /// A shop gathers and spends.
  case settle(shop: Int)
  /// Somebody gives.
  case gift
  /// The gifts are spent.
  case spendGifts
  /// The faucet gives.
  case drip
  /// Somebody's demand is due.
  case demand(victim: Int)
  /// He pays it.
  case pay(victim: Int, tries: Int)
  /// What victims paid is gathered.
  case collect
  /// What was gathered is cashed.
  case cashOut
}
