/// What a valid proof of reserves found.
public struct ReserveFinding: Hashable, Sendable {
  /// By which hash the proof commits to its message.
  public let commitment: ReserveProof.CommitmentHash
  /// What the coins hold together, which is what the one output pays.
  public let total: Satoshi
  /// The coins; the sequence of one may ask for an age (BIP-0068).
  public let coins: [ShownOutput]
  /// Control is shown from this height or Unix time on, as no transaction with this lock time could be
  /// in an earlier block; 0 where none waits.
  public let time: UInt32
}
