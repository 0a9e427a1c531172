import Bitcoin

/// Byte strings in one buffer; the room of those that are removed is used again for others of about the
/// same size.
struct ScriptHeap: Sendable {
  /// Where a string is.
  struct Place: Sendable {
    fileprivate var start: Int
    fileprivate var count: Int
  }

  /// Sizes are rounded up to these.
  private static let unit = 8

  private var bytes: [UInt8] = []
  /// By size in units: where there is room.
  private var free: [[Int]] = []

  /// Puts in a string.
  mutating func insert(_ string: Span<UInt8>) -> Place {
    let units = (string.count + ScriptHeap.unit - 1) / ScriptHeap.unit
    if units < free.count, let start = free[units].popLast() {
      for index in 0..<string.count { bytes[start + index] = string[index] }
      return Place(start: start, count: string.count)
    }
    let start = bytes.count
    unsafe string.withUnsafeBufferPointer { buffer in
      // Safe: the buffer is read within the closure alone.
      unsafe bytes.append(contentsOf: buffer)
    }
    for _ in string.count..<units * ScriptHeap.unit { bytes.append(0) }
    return Place(start: start, count: string.count)
  }

  /// Takes out a string.
  mutating func remove(_ place: Place) {
    let units = (place.count + ScriptHeap.unit - 1) / ScriptHeap.unit
    guard units > 0 else { return }
    while free.count <= units { free.append([]) }
    free[units].append(place.start)
  }

  /// A string that was put in and not taken out.
  subscript(place: Place) -> Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(place.start..<place.start + place.count) }
  }

  /// Looks at a string, so that the machine fetches it.
  func touch(_ place: Place) -> UInt64 {
    place.start < bytes.count ? UInt64(bytes[place.start]) : 0
  }
}
