/// One step of a derivation: which child, and whether it is a hardened one, which needs the secret
/// key (BIP-0032).
public struct ChildNumber: Hashable, Sendable {
  /// Where the hardened children begin.
  static let firstHardened: UInt32 = 0x8000_0000

  /// The number as it is serialised: 2^31 and more are hardened.
  public let rawValue: UInt32

  /// The child of a serialised number.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The child with an index; nil for 2^31 and more.
  public init?(_ index: UInt32, isHardened: Bool) {
    guard index < ChildNumber.firstHardened else { return nil }
    rawValue = isHardened ? index | ChildNumber.firstHardened : index
  }

  /// The number without the bit for hardened children.
  public var index: UInt32 { rawValue & ~ChildNumber.firstHardened }

  /// Whether the child can be derived from the secret key alone.
  public var isHardened: Bool { rawValue >= ChildNumber.firstHardened }

  /// Reads digits with or without `h` or `'` at the end; nil for anything else, 2^31 and more, and
  /// white space (BIP-0380).
  public init?(_ text: some StringProtocol) {
    let isHardened = text.last == "h" || text.last == "'"
    let digits = isHardened ? text.dropLast() : text[...]
    guard (1...10).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let index = UInt32(digits)
    else { return nil }
    self.init(index, isHardened: isHardened)
  }

  /// The step as text, with `mark` after a hardened one.
  func text(mark: HardenedMark) -> String {
    isHardened ? "\(index)\(mark.rawValue)" : "\(index)"
  }
}

extension ChildNumber: CustomStringConvertible {
  /// The index, and `h` where it is hardened.
  public var description: String { text(mark: .letter) }
}
