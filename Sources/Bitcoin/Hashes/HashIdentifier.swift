/// A hash that names something. Each conforming type names one kind of thing, so that a txid cannot
/// be taken for a block hash.
public protocol HashIdentifier: Hashable, Comparable, Sendable, BitwiseCopyable,
  CustomStringConvertible
{
  /// The hash, in internal order.
  var hash: Hash256 { get }
  /// The name that this hash is.
  init(_ hash: Hash256)
}

extension HashIdentifier {
  /// Compares as the printed digits compare.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.hash < right.hash }

  /// Sixty-four digits as explorers print them.
  public var description: String { hash.description }

  /// Reads 64 digits as explorers print them; nil for anything else.
  public init?(hex: some StringProtocol) {
    guard let hash = Hash256(hex: hex) else { return nil }
    self.init(hash)
  }
}

/// The double SHA-256 of a transaction without its witness (Core: `CTransaction::GetHash`).
public struct Txid: HashIdentifier {
  /// The hash, in internal order.
  public let hash: Hash256
  /// The txid that this hash is.
  @inlinable
  public init(_ hash: Hash256) { self.hash = hash }
}

/// The double SHA-256 of a transaction with its witness (BIP-0141).
public struct Wtxid: HashIdentifier {
  /// The hash, in internal order.
  public let hash: Hash256
  /// The wtxid that this hash is.
  @inlinable
  public init(_ hash: Hash256) { self.hash = hash }
}

/// The double SHA-256 of a block's 80-byte header.
public struct BlockHash: HashIdentifier {
  /// The hash, in internal order.
  public let hash: Hash256
  /// The block hash that this hash is.
  @inlinable
  public init(_ hash: Hash256) { self.hash = hash }
}
