/// Why bytes could not be read as what they claim to be.
///
/// Positions count bytes from the start of the bytes that the reader was given.
public enum DecodingError: Error, Equatable, Sendable {
  /// `needed` more bytes were asked for at `at` than there are.
  case truncated(needed: Int, at: Int)
  /// A CompactSize was not in its shortest form (Core: `ReadCompactSize`, serialize.h).
  case nonCanonicalSize(at: Int)
  /// A CompactSize was above `MAX_SIZE`, 0x02000000 (Core: serialize.h).
  case oversized(count: UInt64, at: Int)
  /// A witness marker announced a witness, but every stack is empty (Core: "Superfluous witness record").
  case superfluousWitness(at: Int)
  /// An unknown flag followed the witness marker (Core: "Unknown transaction optional data").
  case unknownTransactionFlags(UInt8, at: Int)
  /// Bytes were left over after the value.
  case trailingBytes(count: Int, at: Int)
}

extension DecodingError: CustomStringConvertible {
  /// What is wrong and at which byte.
  public var description: String {
    switch self {
    case .truncated(let needed, let position):
      "\(needed) more bytes needed at byte \(position)"
    case .nonCanonicalSize(let position):
      "compact size not in its shortest form at byte \(position)"
    case .oversized(let count, let position):
      "compact size \(count) above the limit of 33554432 at byte \(position)"
    case .superfluousWitness(let position):
      "witness announced but empty at byte \(position)"
    case .unknownTransactionFlags(let flags, let position):
      "unknown transaction flags \(flags) at byte \(position)"
    case .trailingBytes(let count, let position):
      "\(count) bytes too many at byte \(position)"
    }
  }
}
