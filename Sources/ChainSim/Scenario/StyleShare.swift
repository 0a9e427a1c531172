/// How many of many people have wallets of a style.
public struct StyleShare: Hashable, Sendable {
  /// The style.
  public var style: AddressStyle
  /// How many of a hundred have it.
  public var percent: Int

  /// A style and its share.
  public init(_ style: AddressStyle, percent: Int = 100) {
    self.style = style
    self.percent = percent
  }
}

extension [StyleShare] {
  /// The style of one of the people: the shares hold in every hundred of them, spread evenly, and
  /// nobody's style hangs on how many others there are. Nil where there are no shares.
  func style(ofMember member: Int) -> AddressStyle? {
    // 61 has no divisor in common with 100, so a hundred members meet every place once.
    var place = member % 100 * 61 % 100
    for share in self {
      if place < share.percent { return share.style }
      place -= share.percent
    }
    return last?.style
  }
}
