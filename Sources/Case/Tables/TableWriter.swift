/// Writes a comma-separated table (RFC 4180) with LF after every row. Fields are quoted only where
/// they must be, so that the same values always give the same bytes.
public struct TableWriter: Sendable {
  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []

  /// A table that begins with this header line.
  public init(header: String) {
    bytes += header.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Writes one row.
  public mutating func write(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(field)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func write(_ field: String) {
    guard field.utf8.contains(where: TableWriter.isSpecial) else {
      bytes += field.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a field with this byte must be quoted.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\n")
  }
}
