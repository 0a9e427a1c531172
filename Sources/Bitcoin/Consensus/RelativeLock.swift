/// How old a coin must be for an input to spend it (BIP-0068).
enum RelativeLock: Hashable, Sendable {
  /// In blocks.
  case blocks(Int)
  /// In seconds of median time.
  case seconds(Int64)

  /// What a sequence asks for; nil where its top bit says that it asks for nothing.
  init?(sequence: UInt32) {
    let bits = Int64(sequence)
    guard bits & SequenceBits.disabled == 0 else { return nil }
    let count = bits & SequenceBits.value
    self =
      bits & SequenceBits.isTime == 0
      ? .blocks(Int(count)) : .seconds(count << SequenceBits.granularity)
  }
}
