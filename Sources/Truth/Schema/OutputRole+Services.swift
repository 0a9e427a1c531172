extension OutputRole {
  /// One of the equal or standard amounts that come out of a CoinJoin.
  public static let mixed = OutputRole(rawValue: "mixed")
  /// A coin of the size that a Whirlpool takes.
  public static let premix = OutputRole(rawValue: "premix")
  /// What a coordinator gets.
  public static let commission = OutputRole(rawValue: "commission")
  /// What a thief peeled off for himself.
  public static let peeled = OutputRole(rawValue: "peeled")
  /// What somebody bets.
  public static let bet = OutputRole(rawValue: "bet")
  /// What a game gives back.
  public static let prize = OutputRole(rawValue: "prize")
  /// What somebody gives.
  public static let donation = OutputRole(rawValue: "donation")
  /// What a faucet gives.
  public static let dole = OutputRole(rawValue: "dole")
  /// What a victim of ransomware pays.
  public static let ransom = OutputRole(rawValue: "ransom")
}
