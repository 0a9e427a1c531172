/// A moment in UTC, to the second, as block times and book entries have it.
///
/// Text is ISO 8601: `2011-06-23T06:50:15Z`, or `2011-06-23` for midnight. The calendar is the
/// Gregorian one without leap seconds (POSIX time).
public struct UTCTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let secondsSince1970: Int64

  /// The moment `secondsSince1970` seconds after the start of 1970.
  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The moment of a block header's time field.
  public init(blockTime: UInt32) {
    secondsSince1970 = Int64(blockTime)
  }

  /// The moment as a block header can carry it; nil before 1970 and after 2106.
  public var blockTime: UInt32? { UInt32(exactly: secondsSince1970) }

  /// Compares by time.
  public static func < (left: UTCTime, right: UTCTime) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// The moment `seconds` later, or earlier where negative; stays at the ends of 64 bits.
  public func advanced(bySeconds seconds: Int64) -> UTCTime {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    guard overflow else { return UTCTime(secondsSince1970: sum) }
    return UTCTime(secondsSince1970: seconds < 0 ? .min : .max)
  }
}

// MARK: - Calendar

extension UTCTime {
  /// A moment by its calendar fields.
  ///
  /// - Returns: nil where there is no such day (31 February) or time, or the year is not in
  ///   1970...9999.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) {
    guard (1970...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= UTCTime.dayCount(year: year, month: month),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let days = UTCTime.dayNumber(year: Int64(year), month: Int64(month), day: Int64(day))
    secondsSince1970 = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// The days of a month, 29 for February of a leap year.
  private static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: return 30
    case 2:
      let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
      return isLeap ? 29 : 28
    default: return 31
    }
  }

  /// Days since 1970-01-01, counted in 400-year eras of years that begin in March, so that the
  /// leap day is the last day of its year.
  private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, by: 400)
    let yearOfEra = shifted - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month and day of a count of days since 1970-01-01.
  private static func date(ofDay number: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = number + 719_468
    let era = floorDivide(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The quotient rounded towards minus infinity.
  private static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

// MARK: - Text

extension UTCTime: CustomStringConvertible {
  /// The moment as `2011-06-23T06:50:15Z`.
  public var description: String {
    let remainder = secondsSince1970 % 86_400
    let second = remainder < 0 ? remainder + 86_400 : remainder
    var text = dayText
    text += "T"
    text += UTCTime.twoDigits(second / 3_600)
    text += ":"
    text += UTCTime.twoDigits(second / 60 % 60)
    text += ":"
    text += UTCTime.twoDigits(second % 60)
    text += "Z"
    return text
  }

  /// The day alone, as `2011-06-23`.
  public var dayText: String {
    let date = UTCTime.date(ofDay: UTCTime.floorDivide(secondsSince1970, by: 86_400))
    var text = UTCTime.pad(date.year, to: 4)
    text += "-"
    text += UTCTime.twoDigits(date.month)
    text += "-"
    text += UTCTime.twoDigits(date.day)
    return text
  }

  /// Reads `2011-06-23T06:50:15Z` or `2011-06-23` (midnight), and no other form.
  ///
  /// - Returns: nil for any other form, and for a day or a time that does not exist.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count == 20 else { return nil }
    let pattern = Array("dddd-dd-ddTdd:dd:ddZ".utf8.prefix(bytes.count))
    var fields: [Int] = []
    var isInField = false
    for (byte, expected) in zip(bytes, pattern) {
      guard expected == UInt8(ascii: "d") else {
        guard byte == expected else { return nil }
        isInField = false
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let digit = Int(byte - UInt8(ascii: "0"))
      if isInField { fields[fields.count - 1] = fields[fields.count - 1] * 10 + digit }
      if !isInField { fields.append(digit) }
      isInField = true
    }
    fields.append(contentsOf: repeatElement(0, count: 6 - fields.count))
    self.init(
      year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4],
      second: fields[5])
  }

  private static func twoDigits(_ value: Int64) -> String {
    value < 10 ? "0" + String(value) : String(value)
  }

  private static func pad(_ value: Int64, to width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return "\(value < 0 ? "-" : "")\(zeros)\(digits)"
  }
}
