import ArgumentParser

/// A count of bytes, as people write it.
///
/// ```
/// 512MB   4GiB   2000000000
/// ```
struct ByteSize: ExpressibleByArgument, Equatable {
  /// How many bytes.
  let bytes: Int

  private static let units: [String: Int] = [
    "": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
  ]

  /// Reads a whole number with a unit: B, kB, MB, GB, TB, or KiB, MiB, GiB, TiB; without one, bytes.
  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let unit = argument.dropFirst(digits.count).lowercased()
    guard let number = Int(digits), let factor = ByteSize.units[unit] else { return nil }
    let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: factor)
    guard !isTooMuch else { return nil }
    self.bytes = bytes
  }
}
