public import Bitcoin

/// A share of the stolen coins that goes off in peel chains: one coin, from which a small part is paid
/// in each step, the rest to a new address.
public struct PeelChain: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// How much of what was taken, about (percent).
  public var percent: Int
  /// What is peeled off in one step.
  public var each: ClosedRange<Satoshi>
  /// How many steps a chain has; one that has run out of coins ends before.
  public var steps: ClosedRange<Int>
  /// The exchange that is paid; nil: new addresses of the thief's own.
  public var target: String?

  /// Peel chains.
  public init(
    by thief: String, percent: Int, each: ClosedRange<Satoshi>, steps: ClosedRange<Int> = 10...40,
    target: String? = nil
  ) {
    self.by = thief
    self.percent = percent
    self.each = each
    self.steps = steps
    self.target = target
  }
}
