/// The bits of a sequence that mean a relative lock time (BIP-0068; Core: primitives/transaction.h).
enum SequenceBits {
  /// There is no relative lock time (Core: `SEQUENCE_LOCKTIME_DISABLE_FLAG`).
  static let disabled: Int64 = 1 << 31
  /// It counts time, not blocks (Core: `SEQUENCE_LOCKTIME_TYPE_FLAG`).
  static let isTime: Int64 = 1 << 22
  /// How much it counts (Core: `SEQUENCE_LOCKTIME_MASK`).
  static let value: Int64 = 0xffff
  /// By how many bits time is shifted, so that one counts 512 seconds (Core:
  /// `SEQUENCE_LOCKTIME_GRANULARITY`).
  static let granularity: Int64 = 9
}
