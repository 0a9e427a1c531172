/// Those who take part in CoinJoins, and their coins.
struct CoinJoinState: Sendable {
  /// Everybody who ever took part.
  var members: [Member] = []
  /// The member that one of the people is.
  var memberOfPerson: [Int: Int] = [:]
  /// The members who may have coins to join, each once, in no order.
  var ready: [Int] = []
  /// Coins of the size that a Whirlpool takes, each with its member.
  var premix: [(member: Int, coin: OutputNumber)] = []
  /// Coins that came out of a Whirlpool and stay in it.
  var postmix: [(member: Int, coin: OutputNumber)] = []

  /// Somebody who takes part.
  struct Member: Sendable {
    /// The wallet that he keeps for it.
    let wallet: WalletNumber
    /// Which thief he is; nil for one of the people.
    let thief: Int?
    /// The coins that he would join, the oldest first.
    var coins: [OutputNumber] = []
    /// Whether he is among those who are ready.
    var isReady = false
  }

  /// Somebody's part in one CoinJoin.
  struct Party: Sendable {
    /// Who.
    let member: Int
    /// What he brings.
    let coins: [OutputNumber]
    /// What his coins hold (sat).
    let sum: Int64
    /// What he gets, in satoshis, and what each output is.
    var values: [(value: Int64, role: PlannedRole)] = []
    /// What he pays to a coordinator (sat).
    var commission: Int64 = 0
    /// What he pays to the others (sat).
    var paidToOthers: Int64 = 0
  }
}
