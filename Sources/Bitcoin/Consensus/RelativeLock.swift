/// How old a coin must be for an input to spend it (BIP-0068).
enum RelativeLock: Hashable, Sendable {
  /// In blocks.
  case blocks(Int)
  /// In seconds of median time.
  case seconds(Int64)

  /// What a sequence asks for; nil where its top bit says that it asks for nothing
  /// (Core: `SEQUENCE_LOCKTIME_DISABLE_FLAG` and the others, primitives/transaction.h).
  init?(sequence: UInt32) {
    guard sequence & 1 << 31 == 0 else { return nil }
    let count = sequence & 0xffff
    self = sequence & 1 << 22 == 0 ? .blocks(Int(count)) : .seconds(Int64(count) << 9)
  }
}
