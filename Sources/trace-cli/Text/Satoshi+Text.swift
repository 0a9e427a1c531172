import Bitcoin

extension Satoshi {
  /// The amount in bitcoins, eight decimals, a comma between thousands, for a column of a table.
  var plain: String { String(formatted.dropLast(4)) }
}

extension JSONText {
  /// An amount as whole satoshis.
  static func satoshi(_ amount: Satoshi) -> JSONText { .integer(amount.rawValue) }
}

extension Satoshi {
  /// The amount's share of a whole in percent with one decimal, rounded down; empty
  /// where it is no part of the whole.
  func share(of whole: Satoshi) -> String {
    guard whole > .zero, self >= .zero, self <= whole else { return "" }
    let perMille = rawValue.multipliedFullWidth(by: 1000)
    let (quotient, _) = whole.rawValue.dividingFullWidth(perMille)
    return "\(quotient / 10).\(quotient % 10) %"
  }
}
