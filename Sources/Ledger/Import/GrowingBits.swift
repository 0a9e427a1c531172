import Files
import SystemPackage

/// Bits that come one after the other, in a column of words.
struct GrowingBits: ~Copyable, Sendable {
  private var words = GrowingColumn<UInt64>()
  /// How many bits there are.
  private(set) var count = 0

  /// How many bytes of memory are held.
  var heldBytes: Int { words.heldBytes }

  /// The bit at a place.
  ///
  /// - Precondition: the place is there.
  subscript(index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  /// Takes room for so many more bits.
  ///
  /// - Throws: `refused`.
  mutating func reserve(_ more: Int) throws(FileError) {
    try words.reserve((count + more + 63) / 64 - words.count)
  }

  /// Adds a bit.
  ///
  /// - Precondition: there is room for it.
  mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// Goes over to a file that has a name only while it is made.
  ///
  /// - Throws: `refused`.
  mutating func move(to path: FilePath) throws(FileError) {
    if words.isMapped { return }
    try words.move(to: path)
    try File.remove(path)
  }
}
