/// An amount in satoshis, the hundred-millionth part of a bitcoin (Core: `CAmount`).
///
/// Eight bytes, little-endian, on the wire. Any 64-bit value can be held, because a hostile
/// transaction can carry any; whether it is an amount that money can have is `isInMoneyRange`.
public struct Satoshi: Hashable, Sendable, BitwiseCopyable {
  /// The count of satoshis.
  public let rawValue: Int64

  /// An amount of `rawValue` satoshis.
  @inlinable
  public init(_ rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// No money.
  public static let zero = Satoshi(0)
  /// One bitcoin (Core: `COIN`, consensus/amount.h).
  public static let coin = Satoshi(100_000_000)
  /// 21 million bitcoins; no amount and no sum may pass it (Core: `MAX_MONEY`, consensus/amount.h).
  public static let maxMoney = Satoshi(2_100_000_000_000_000)

  /// Whether the amount lies between 0 and `maxMoney` (Core: `MoneyRange`).
  @inlinable
  public var isInMoneyRange: Bool {
    rawValue >= 0 && rawValue <= Satoshi.maxMoney.rawValue
  }
}

// MARK: - Arithmetic

extension Satoshi: Comparable, AdditiveArithmetic {
  /// Compares by value.
  @inlinable
  public static func < (left: Satoshi, right: Satoshi) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Adds two amounts.
  ///
  /// - Precondition: the sum fits 64 bits; amounts within the money range always do.
  @inlinable
  public static func + (left: Satoshi, right: Satoshi) -> Satoshi {
    Satoshi(left.rawValue + right.rawValue)
  }

  /// Subtracts one amount from another.
  ///
  /// - Precondition: the difference fits 64 bits; amounts within the money range always do.
  @inlinable
  public static func - (left: Satoshi, right: Satoshi) -> Satoshi {
    Satoshi(left.rawValue - right.rawValue)
  }

  /// The sum, or nil where either amount or the sum leaves the money range.
  @inlinable
  public func addingInMoneyRange(_ other: Satoshi) -> Satoshi? {
    guard isInMoneyRange, other.isInMoneyRange else { return nil }
    let sum = self + other
    return sum.isInMoneyRange ? sum : nil
  }
}

// MARK: - Text

extension Satoshi: CustomStringConvertible {
  /// The amount in bitcoins with eight decimals, such as `424242.42424242`.
  public var description: String {
    let magnitude = rawValue.magnitude
    let fraction = String(magnitude % 100_000_000)
    let zeros = String(repeating: "0", count: 8 - fraction.utf8.count)
    return "\(rawValue < 0 ? "-" : "")\(magnitude / 100_000_000).\(zeros)\(fraction)"
  }

  /// The amount with a comma between thousands, for people: `424,242.42424242 BTC`.
  public var formatted: String {
    let digits = Array(description.utf8)
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return description }
    let start = rawValue < 0 ? 1 : 0
    var text = rawValue < 0 ? "-" : ""
    for index in start..<point {
      if index > start, (point - index).isMultiple(of: 3) { text += "," }
      text.unicodeScalars.append(Unicode.Scalar(digits[index]))
    }
    text += String(decoding: digits[point...], as: UTF8.self)
    return text + " BTC"
  }

  /// Reads bitcoins in plain decimal, `750000` or `199999.99`: digits, at most eight decimals, no
  /// sign, no exponent, no separators.
  ///
  /// - Returns: nil where the text has any other form or the amount leaves the money range.
  public init?(bitcoins text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, let coins = Satoshi.number(whole) else {
      return nil
    }
    var fraction: Int64 = 0
    if parts.count == 2 {
      guard parts[1].count <= 8, let digits = Satoshi.number(parts[1]) else { return nil }
      fraction = digits
      for _ in parts[1].count..<8 { fraction *= 10 }
    }
    let (product, overflow) = coins.multipliedReportingOverflow(by: 100_000_000)
    guard !overflow, product <= Satoshi.maxMoney.rawValue else { return nil }
    let sum = Satoshi(product + fraction)
    guard sum.isInMoneyRange else { return nil }
    self = sum
  }

  /// Digits only, at least one, at most sixteen.
  private static func number(_ digits: some Collection<UInt8>) -> Int64? {
    guard (1...16).contains(digits.count) else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
