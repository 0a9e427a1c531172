/// A block that is taken as given, at a height: where a chain begins whose earlier blocks are not there.
public struct BlockAnchor: Hashable, Sendable {
  /// The height.
  public let height: Int
  /// The block's hash.
  public let hash: BlockHash

  /// The block `hash` at `height`.
  ///
  /// - Precondition: `height` is not negative.
  public init(height: Int, hash: BlockHash) {
    precondition(height >= 0, "no block is below height 0")
    self.height = height
    self.hash = hash
  }

  /// The greatest height that can be written: that of a lock time (Core: `LOCKTIME_THRESHOLD`, script.h).
  public static let maxHeight = 499_999_999

  /// Reads `HEIGHT:HASH`, the hash as explorers print it; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
      let height = Int(parts[0]), height <= BlockAnchor.maxHeight,
      let hash = BlockHash(hex: parts[1])
    else { return nil }
    self.init(height: height, hash: hash)
  }
}

extension BlockAnchor: CustomStringConvertible {
  /// `HEIGHT:HASH`.
  public var description: String { "\(height):\(hash)" }
}
