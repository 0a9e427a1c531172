/// The variable-length count of the Bitcoin protocol: 1, 3, 5 or 9 bytes (Core: serialize.h).
public enum CompactSize {
  /// The largest count that is accepted, 32 MiB (Core: `MAX_SIZE`, serialize.h).
  public static let max: UInt64 = 0x0200_0000

  /// How many bytes a count takes.
  public static func encodedSize(of count: Int) -> Int {
    switch count {
    case ..<0xfd: 1
    case ...0xffff: 3
    case ...0xffff_ffff: 5
    default: 9
    }
  }
}
