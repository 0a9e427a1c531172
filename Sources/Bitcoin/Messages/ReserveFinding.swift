/// What a valid proof of reserves found.
public struct ReserveFinding: Hashable, Sendable {
  /// By which hash the proof commits to its message.
  public let commitment: ReserveProof.CommitmentHash
  /// What the coins hold together, which is what the one output pays.
  public let total: Satoshi
  /// The coins.
  public let coins: [ShownOutput]
}
