extension Motif {
  /// A thief peels a small part off a coin.
  public static let peel = Motif(rawValue: "peel")
  /// Somebody moves coins into the wallet from which he joins.
  public static let joinIn = Motif(rawValue: "join-in")
  /// A taker and makers join their coins.
  public static let joinMarket = Motif(rawValue: "coinjoin-joinmarket")
  /// A round of Wasabi 1.
  public static let wasabi1 = Motif(rawValue: "coinjoin-wasabi1")
  /// A round of Wasabi 2.
  public static let wasabi2 = Motif(rawValue: "coinjoin-wasabi2")
  /// A mix of a Whirlpool.
  public static let whirlpool = Motif(rawValue: "coinjoin-whirlpool")
  /// Somebody makes coins of the size that a Whirlpool takes.
  public static let tx0 = Motif(rawValue: "tx0")
  /// Somebody pays a mixer.
  public static let mixIn = Motif(rawValue: "mix-in")
  /// A mixer pays somebody.
  public static let mixOut = Motif(rawValue: "mix-out")
  /// Somebody bets.
  public static let bet = Motif(rawValue: "bet")
  /// A game answers a bet.
  public static let answer = Motif(rawValue: "answer")
  /// Somebody gives.
  public static let donation = Motif(rawValue: "donation")
  /// A faucet gives to many.
  public static let faucet = Motif(rawValue: "faucet")
  /// A victim pays a demand.
  public static let ransom = Motif(rawValue: "ransom")
}
