/// The steps from an extended key to one of its descendants (BIP-0032).
public struct DerivationPath: Hashable, Sendable {
  /// How many steps any extended key can be away from its master: its depth takes one byte.
  public static let maxCount = 255

  /// The steps, first one first.
  public var steps: [ChildNumber]

  /// The path of these steps; without any it leads nowhere else.
  public init(_ steps: [ChildNumber] = []) {
    self.steps = steps
  }

  /// Reads `m/84h/0h/0h`, `84'/0'/0'`, `m` or nothing; nil for anything else and for more than 255
  /// steps.
  public init?(_ text: some StringProtocol) {
    var parts = text.split(separator: "/", maxSplits: 256, omittingEmptySubsequences: false)
    if parts.first == "m" || parts == [""] { parts.removeFirst() }
    guard parts.count <= DerivationPath.maxCount else { return nil }
    var steps: [ChildNumber] = []
    for part in parts {
      guard let step = ChildNumber(part) else { return nil }
      steps.append(step)
    }
    self.steps = steps
  }

  /// Whether a step can be taken from a secret key alone.
  public var isHardened: Bool { steps.contains(where: \.isHardened) }

  /// The steps one after the other, each after a slash, as they follow a key in text.
  func suffix(mark: HardenedMark) -> String {
    steps.map { "/" + $0.text(mark: mark) }.joined()
  }

  /// This path and then that one.
  public static func + (left: DerivationPath, right: DerivationPath) -> DerivationPath {
    DerivationPath(left.steps + right.steps)
  }
}

extension DerivationPath: CustomStringConvertible {
  /// `m`, and each step after a slash, hardened ones with `h`.
  public var description: String { "m" + suffix(mark: .letter) }
}
