public import Bitcoin

extension Service {
  /// Ransomware: victims buy coins where they have accounts and pay a demand, each to its own address.
  public struct Ransomware: Equatable, Sendable {
    /// How many victims pay.
    public var victims: Int
    /// What one demand is.
    public var each: ClosedRange<Satoshi>
    /// The exchange at which all of it is cashed in the end.
    public var cashOut: String

    /// Ransomware.
    public init(victims: Int, each: ClosedRange<Satoshi>, cashOut: String) {
      self.victims = victims
      self.each = each
      self.cashOut = cashOut
    }
  }
}
