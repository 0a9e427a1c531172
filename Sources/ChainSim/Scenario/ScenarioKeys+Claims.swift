public import Case

extension ScenarioKeys {
  /// A claim that somebody will make.
  public static let claim = YAMLKeyTable(
    "claim",
    [
      .required("id", .text, "The claim's name, which is its file's."),
      .required("by", .text, "Who claims."),
      .required("at", .time, "When; the claim refers to the last block until then."),
      .required("text", .text, "What the claimant says."),
      .required(
        "coins", .either([.text, .mapping(coins)]),
        "A wallet, for what it holds, or none, or one of these keys."),
      .optional("amount", .amount, "What the claim says; what the coins are worth unless given."),
      .optional(
        "proof", .either([.word(ClaimOrder.Proof.words), .mapping(proof)]),
        "signmessage unless given, wrongKey, none, or the key of a copy."),
      .optional(
        "loss", .text, "Which loss the coins are a part of; reconcile:missing unless given."),
    ])

  /// Which coins a claim is about, where they are not simply a wallet's.
  public static let coins = YAMLKeyTable(
    "coins",
    [
      .optional("spent", .text, "Coins that this wallet had spent before."),
      .optional("shuffled", .text, "All that this thief passed on to himself, each time anew."),
      .optional("minedBy", .text, "Coins of these miners that have nothing to do with the loss."),
      .optional("sameAs", .text, "The coins of this other claim."),
    ])

  /// A proof that is another claim's.
  public static let proof = YAMLKeyTable(
    "proof", [.required("copyOf", .text, "The claim whose proofs are copied.")])
}
