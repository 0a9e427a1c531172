public import Bitcoin

extension YAMLNode {
  /// The text of a scalar.
  ///
  /// - Throws: `wrongShape` where the node is a list, a mapping, or nothing; `badValue` for the
  ///   empty text in quotes.
  public func text() throws(YAMLError) -> String {
    let text = try scalar(expected: "a text")
    guard !text.isEmpty else { throw error(.badValue(text, expected: "a text that is not empty")) }
    return text
  }

  /// A whole number in plain decimal: `0`, `210000`, `-5`; not `010`, `1e5`, `1_000`.
  ///
  /// - Throws: `wrongShape`, `badValue` also outside the limits.
  public func integer(in limits: ClosedRange<Int> = .min ... .max) throws(YAMLError) -> Int {
    let expected =
      switch (limits.lowerBound, limits.upperBound) {
      case (.min, .max): "a whole number"
      case (let low, .max): "a whole number of at least \(low)"
      default: "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
      }
    let text = try scalar(expected: expected)
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard YAMLNumber.isDecimal(digits), let value = Int(text), limits.contains(value) else {
      throw error(.badValue(text, expected: expected))
    }
    return value
  }

  /// Two whole numbers, `1..6`, the lower first; one number alone stands for both.
  ///
  /// - Throws: `wrongShape`, `badValue` also outside the limits.
  public func integerRange(in limits: ClosedRange<Int>) throws(YAMLError) -> ClosedRange<Int> {
    let expected =
      "a range such as 1..6 within \(limits.lowerBound)..\(limits.upperBound)"
    let text = try scalar(expected: expected)
    let parts = text.split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, let last = parts.last,
      YAMLNumber.isDecimal(first), YAMLNumber.isDecimal(last), let low = Int(first),
      let high = Int(last), low <= high, limits.contains(low), limits.contains(high)
    else { throw error(.badValue(text, expected: expected)) }
    return low...high
  }

  /// A decimal number such as `2.3` or `0.05`, for shapes and shares, never for money.
  ///
  /// - Throws: `wrongShape`, `badValue` also outside the limits.
  public func number(in limits: ClosedRange<Double>) throws(YAMLError) -> Double {
    let expected = "a number from \(limits.lowerBound) to \(limits.upperBound)"
    let text = try scalar(expected: expected)
    guard let value = YAMLNumber.decimal(text), limits.contains(value) else {
      throw error(.badValue(text, expected: expected))
    }
    return value
  }

  /// `true` or `false`, and no other word.
  ///
  /// - Throws: `wrongShape`, `badValue`.
  public func boolean() throws(YAMLError) -> Bool {
    switch try scalar(expected: "true or false") {
    case "true": return true
    case "false": return false
    case let text: throw error(.badValue(text, expected: "true or false"))
    }
  }

  /// One of a few words; the message names the nearest.
  ///
  /// - Throws: `wrongShape`, `badValue`.
  public func word(among words: [String]) throws(YAMLError) -> String {
    let list = words.map { "'\($0)'" }.joined(separator: ", ")
    let expected = words.count == 1 ? list : "one of \(list)"
    let text = try scalar(expected: expected)
    guard words.contains(text) else { throw error(.badValue(text, expected: expected)) }
    return text
  }

  /// A moment: `2011-06-23` (midnight) or `2011-06-23T06:50:15Z`, on the real calendar.
  ///
  /// - Throws: `wrongShape`, `badValue`.
  public func time() throws(YAMLError) -> UTCTime {
    let expected = "a date such as 2011-06-23 or 2011-06-23T06:50:15Z"
    let text = try scalar(expected: expected)
    guard let time = UTCTime(text) else {
      let hasForm = text.utf8.count == 10 || text.utf8.count == 20
      let isDated = hasForm && UTCTime("2000-01-01" + text.dropFirst(10)) != nil
      throw error(
        .badValue(text, expected: isDated ? "a day that the calendar has" : expected))
    }
    return time
  }

  /// A length of time in seconds: a whole number and `s`, `m`, `h` or `d`, such as `1m` or `2h`.
  ///
  /// - Throws: `wrongShape`, `badValue` also for 0 and for more than 100 years.
  public func duration() throws(YAMLError) -> Int64 {
    let expected = "a duration such as 30s, 1m, 2h or 7d"
    let text = try scalar(expected: expected)
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let digits = text.dropLast()
    guard let unit = text.last.flatMap({ units[$0] }), YAMLNumber.isDecimal(digits),
      let count = Int64(digits), count > 0, count <= 3_155_760_000 / unit
    else { throw error(.badValue(text, expected: expected)) }
    return count * unit
  }

  /// An amount with its unit: `750000 BTC`, `199999.99 BTC`, in quotes also `"750,000 BTC"`; `0`
  /// may stand without the unit.
  ///
  /// - Throws: `wrongShape`, `badValue` also above 21 million bitcoins.
  public func amount() throws(YAMLError) -> Satoshi {
    let expected = "an amount such as 750000 BTC"
    let text = try scalar(expected: expected)
    guard let amount = YAMLNumber.amount(text) else {
      throw error(.badValue(text, expected: expected + amountHint(text)))
    }
    return amount
  }

  /// Two amounts with one unit: `200..600 BTC`, the lower first.
  ///
  /// - Throws: `wrongShape`, `badValue`.
  public func amountRange() throws(YAMLError) -> ClosedRange<Satoshi> {
    let expected = "a range of amounts such as 200..600 BTC"
    let text = try scalar(expected: expected)
    guard let range = YAMLNumber.amountRange(text) else {
      throw error(.badValue(text, expected: expected + amountHint(text)))
    }
    return range
  }

  /// A percentage from 0 to 100 with at most four decimals: `12.5 %` or `12.5%`; `0` may stand
  /// without the sign.
  ///
  /// - Returns: millionths: 1,000,000 is all.
  /// - Throws: `wrongShape`, `badValue`.
  public func percent() throws(YAMLError) -> Int {
    let expected = "a percentage from 0 % to 100 %"
    let text = try scalar(expected: expected)
    guard let millionths = YAMLNumber.percent(text) else {
      throw error(.badValue(text, expected: expected))
    }
    return millionths
  }

  /// The text of a scalar that may be the empty text in quotes.
  private func scalar(expected: String) throws(YAMLError) -> String {
    guard case .scalar(let text, _) = content, !isNothing else {
      throw error(.wrongShape(expected: expected, found: shape))
    }
    return text
  }

  /// What to do about an amount that has no unit or the wrong one, or is more than there can be.
  private func amountHint(_ text: String) -> String {
    if YAMLNumber.isOverLimit(text) { return ", at most the 21000000 BTC that there can ever be" }
    if text.utf8.allSatisfy({ YAMLNumber.isDigit($0) || ",._".utf8.contains($0) }) {
      return ", with the unit"
    }
    if text.lowercased().hasSuffix("sat") || text.lowercased().hasSuffix("satoshi") {
      return ", in bitcoins"
    }
    return ""
  }
}
