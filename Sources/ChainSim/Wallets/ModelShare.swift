/// How many of an actor's people use a wallet program.
public struct ModelShare: Hashable, Sendable {
  /// The program.
  public var model: WalletModel.Name
  /// How many of a hundred use it.
  public var percent: Int

  /// A program and its share.
  public init(_ model: WalletModel.Name, percent: Int = 100) {
    self.model = model
    self.percent = percent
  }
}

extension [ModelShare] {
  /// The program of one of the people: the shares hold in every hundred of them, spread evenly, and
  /// have nothing to do with who has which kind of address. Nil where there are no shares.
  func model(ofMember member: Int) -> WalletModel.Name? {
    // 37 has no divisor in common with 100, so a hundred members meet every place once.
    var place = (member % 100 * 37 + 13) % 100
    for share in self {
      if place < share.percent { return share.model }
      place -= share.percent
    }
    return last?.model
  }
}
