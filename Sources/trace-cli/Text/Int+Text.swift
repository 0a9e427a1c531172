extension Int {
  /// The number with a comma between thousands.
  var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// The number with a comma between thousands and what is counted: `1 block`, `2,014 blocks`.
  ///
  /// - Parameter many: the plural; nil: the singular with an s.
  func counted(_ one: String, _ many: String? = nil) -> String {
    "\(grouped) \(self == 1 ? one : many ?? one + "s")"
  }
}

extension Int {
  /// The number; nil for 0, which in options stands for no limit.
  var nonzero: Int? { self == 0 ? nil : self }
}
