import Bitcoin

/// Comparing borrowed bytes.
enum ByteStrings {
  /// Whether both are the same bytes.
  static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var one = ByteReader(left)
    var other = ByteReader(right)
    while one.remaining >= 8 {
      guard let a = try? one.readInteger(UInt64.self), let b = try? other.readInteger(UInt64.self),
        a == b
      else { return false }
    }
    for index in one.position..<left.count where left[index] != right[index] { return false }
    return true
  }
}
