public import Bitcoin

/// Strict readers of numbers as scenario and claim files write them.
public enum YAMLNumber {
  /// An amount of bitcoins with its unit: `750000 BTC`, `199999.99 BTC`, `750,000 BTC`, or `0`.
  ///
  /// - Returns: nil for any other form, or outside the money range.
  public static func amount(_ text: String) -> Satoshi? {
    if text == "0" { return .zero }
    guard text.hasSuffix(" BTC") else { return nil }
    return bitcoins(text.dropLast(4))
  }

  /// Two amounts and one unit, `200..600 BTC`, the lower first.
  ///
  /// - Returns: nil for any other form.
  public static func amountRange(_ text: String) -> ClosedRange<Satoshi>? {
    guard text.hasSuffix(" BTC") else { return nil }
    let parts = text.dropLast(4).split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = bitcoins(parts[0]), let high = bitcoins(parts[1]),
      low <= high
    else { return nil }
    return low...high
  }

  /// Whether a text has the form of an amount or of a range and one of its numbers is above 21 million
  /// bitcoins.
  static func isOverLimit(_ text: String) -> Bool {
    guard text.hasSuffix(" BTC") else { return false }
    return text.dropLast(4).split(separator: "..").contains { number in
      let digits = number.prefix { $0 != "." }.filter { $0 != "," }
      let isForm = number.utf8.allSatisfy { isDigit($0) || ",.".utf8.contains($0) }
      return isForm && !digits.isEmpty && bitcoins(number) == nil
        && (digits.utf8.count > 8 || Int(digits) ?? 0 >= 21_000_000)
    }
  }

  /// A percentage, `12.5 %` or `12.5%`, or `0`, in millionths.
  ///
  /// - Returns: nil for any other form, over 100 %, or with more than four decimals.
  public static func percent(_ text: String) -> Int? {
    if text == "0" { return 0 }
    guard text.hasSuffix("%") else { return nil }
    var digits = text.dropLast()
    if digits.hasSuffix(" ") { digits.removeLast() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, isDecimal(whole), whole.utf8.count <= 3,
      var value = Int(whole)
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard (1...4).contains(fraction.utf8.count), fraction.utf8.allSatisfy(isDigit),
      let small = Int(fraction + String(repeating: "0", count: 4 - fraction.utf8.count))
    else { return nil }
    value = value * 10_000 + small
    return value <= 1_000_000 ? value : nil
  }

  /// Digits without a leading zero, at least one, at most nineteen.
  static func isDecimal(_ text: some StringProtocol) -> Bool {
    let digits = text.utf8
    guard (1...19).contains(digits.count), digits.allSatisfy(isDigit) else { return false }
    return digits.count == 1 || digits.first != UInt8(ascii: "0")
  }

  /// A plain decimal number: digits, and perhaps a point and digits.
  static func decimal(_ text: String) -> Double? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, isDecimal(whole) else { return nil }
    if parts.count == 2 {
      guard (1...17).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(isDigit) else {
        return nil
      }
    }
    return Double(text)
  }

  /// Whether a byte is an ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Bitcoins in plain decimal, perhaps with a comma between all thousands.
  private static func bitcoins(_ text: some StringProtocol) -> Satoshi? {
    let whole = text.prefix { $0 != "." }
    guard whole.contains(",") else {
      return isDecimal(whole) ? Satoshi(bitcoins: text) : nil
    }
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, isDecimal(first), first != "0", first.utf8.count <= 3,
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
    else { return nil }
    return Satoshi(bitcoins: groups.joined() + text.dropFirst(whole.count))
  }
}
