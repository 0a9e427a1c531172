import Bitcoin

/// Numbers, hashes and times as text, added to bytes in the making.
extension [UInt8] {
  /// Adds a number in decimal digits.
  mutating func appendDecimal(_ value: Int64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var place = 20
    var rest = value.magnitude
    repeat {
      place -= 1
      digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 { append(UInt8(ascii: "-")) }
    for index in place..<20 { append(digits[index]) }
  }

  /// Adds bytes as lower-case hexadecimal digits.
  mutating func appendHex(_ bytes: Span<UInt8>) {
    append(addingCapacity: 2 * bytes.count) { text in
      for index in 0..<bytes.count {
        text.append([UInt8].digit(bytes[index] >> 4))
        text.append([UInt8].digit(bytes[index] & 15))
      }
    }
  }

  /// Adds a hash's digits as explorers print them.
  mutating func appendHex(_ hash: Hash256) {
    append(addingCapacity: 64) { text in
      let words: InlineArray<4, UInt64> = [hash.word3, hash.word2, hash.word1, hash.word0]
      for index in 0..<4 {
        var shift: UInt64 = 64
        while shift > 0 {
          shift -= 4
          text.append([UInt8].digit(UInt8(truncatingIfNeeded: words[index] >> shift) & 15))
        }
      }
    }
  }

  /// Adds a second of UTC as `2009-01-03T18:15:05Z`.
  ///
  /// - Precondition: the year is not over 9999, as no block's is.
  mutating func appendTime(_ seconds: Int64) {
    let day = CalendarDay(daysSince1970: Int(seconds / 86_400))
    let rest = Int(seconds % 86_400)
    appendTwoDigits(day.year / 100)
    appendTwoDigits(day.year % 100)
    append(UInt8(ascii: "-"))
    appendTwoDigits(day.month)
    append(UInt8(ascii: "-"))
    appendTwoDigits(day.day)
    append(UInt8(ascii: "T"))
    appendTwoDigits(rest / 3_600)
    append(UInt8(ascii: ":"))
    appendTwoDigits(rest / 60 % 60)
    append(UInt8(ascii: ":"))
    appendTwoDigits(rest % 60)
    append(UInt8(ascii: "Z"))
  }

  private mutating func appendTwoDigits(_ value: Int) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10 % 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}

/// A day of the Gregorian calendar.
private struct CalendarDay {
  let year: Int
  let month: Int
  let day: Int

  /// The day that lies so many days after 1 January 1970, which is not before it.
  init(daysSince1970 days: Int) {
    // Years that begin in March have their odd day at the end; 400 of them have 146,097 days.
    let sinceMarch0000 = days + 719_468
    let era = sinceMarch0000 / 146_097
    let dayOfEra = sinceMarch0000 % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }
}
