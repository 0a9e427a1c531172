/// A block file's bytes with the obfuscation undone, fetched in pieces as they are looked at.
///
/// Small pieces where places are far from each other, larger ones where bytes are looked at in a row.
/// Where bytes cannot be had, the view is cut off: what it then says is of no use.
struct BlockFileView {
  /// How many bytes the file has.
  let count: Int
  /// Whether bytes could not be had.
  private(set) var isCutOff = false
  private let key: ObfuscationKey
  private let magic: [UInt8]
  private let fetch: BlockFileReader.Fetch
  /// What was fetched last, and before that: a look ahead does not lose the place.
  private var window: [UInt8] = []
  private var windowStart = 0
  private var spare: [UInt8] = []
  private var spareStart = 0
  /// Where the zeros begin that reach to the end; nil until it is asked for.
  private var zeroTail: Int?

  private static let smallPiece = 1 << 9
  private static let largePiece = 1 << 16

  init(
    count: Int, key: ObfuscationKey, magic: [UInt8], fetch: @escaping BlockFileReader.Fetch
  ) {
    self.count = count
    self.key = key
    self.magic = magic
    self.fetch = fetch
  }

  /// What begins at a place, by its frame alone.
  enum Frame {
    case none
    /// The file ends within the frame.
    case cut
    /// A magic, and the length that is given behind it.
    case whole(claimed: Int)
  }

  /// What begins at `position`.
  mutating func frame(at position: Int) -> Frame {
    let left = count - position
    // With the header behind it, which is looked at next.
    let start = hold(min(8 + BlockHeader.encodedSize, left), at: position)
    for index in 0..<min(4, left) where window[start + index] != magic[index] { return .none }
    guard left >= 8 else { return .cut }
    var size = 0
    for index in 0..<4 { size |= Int(window[start + 4 + index]) << (8 * index) }
    return .whole(claimed: size)
  }

  /// The header at `position`; nil where there are fewer than 80 bytes.
  mutating func header(at position: Int) -> BlockHeader? {
    guard count - position >= BlockHeader.encodedSize else { return nil }
    let start = hold(BlockHeader.encodedSize, at: position)
    var reader = ByteReader(window.span.extracting(start..<start + BlockHeader.encodedSize))
    return try? BlockHeader(from: &reader)
  }

  /// Whether a magic begins at `end`, or nothing does any more: what follows a record whose length is
  /// right.
  mutating func mayFollow(at end: Int) -> Bool {
    if count - end >= 4 {
      let start = hold(4, at: end)
      if (0..<4).allSatisfy({ window[start + $0] == magic[$0] }) { return true }
    }
    return isZeroTail(from: end)
  }

  /// Whether the byte is zero as it lies on disk: what a node allocates ahead is not obfuscated.
  mutating func isZero(at position: Int) -> Bool {
    window[hold(1, at: position)] == key.byte(at: position)
  }

  /// Whether all bytes from `position` on are zero as they lie on disk.
  mutating func isZeroTail(from position: Int) -> Bool {
    if position >= count { return true }
    let start = zeroTail ?? findZeroTail()
    zeroTail = start
    return position >= start
  }

  /// Bytes as they were before the obfuscation; fewer where the view is cut off.
  mutating func copy(_ range: Range<Int>) -> [UInt8] {
    var bytes = fetch(range)
    if bytes.count != range.count { isCutOff = true }
    key.remove(from: &bytes, count: bytes.count, at: range.lowerBound)
    return bytes
  }

  // MARK: - Fetching

  /// Sees to it that `needed` bytes from `position` on are in the window, and says where.
  ///
  /// - Precondition: the file has them.
  private mutating func hold(_ needed: Int, at position: Int) -> Int {
    if let offset = offset(of: position, needed) { return offset }
    swap(&window, &spare)
    swap(&windowStart, &spareStart)
    if let offset = offset(of: position, needed) { return offset }
    // The older of the two goes, unless it is the one that is read on from.
    let isNear = (windowStart...windowStart + window.count).contains(position)
    if !isNear, !(spareStart...spareStart + spare.count).contains(position) {
      return fetch(needed, at: position, BlockFileView.smallPiece)
    }
    if !isNear {
      swap(&window, &spare)
      swap(&windowStart, &spareStart)
    }
    return fetch(needed, at: position, BlockFileView.largePiece)
  }

  private func offset(of position: Int, _ needed: Int) -> Int? {
    let offset = position - windowStart
    return offset >= 0 && offset + needed <= window.count ? offset : nil
  }

  /// Makes the window the bytes from `position` on, `needed` or more.
  private mutating func fetch(_ needed: Int, at position: Int, _ piece: Int) -> Int {
    window = copy(position..<min(count, position + max(needed, piece)))
    windowStart = position
    if window.count < needed {
      window.append(contentsOf: repeatElement(0, count: needed - window.count))
    }
    return 0
  }

  /// Looks once from the end to the front, however often it is asked: a node's tail is up to 16 MiB.
  private mutating func findZeroTail() -> Int {
    var end = count
    var piece = BlockFileView.smallPiece
    while end > 0 {
      let start = max(0, end - piece)
      let bytes = fetch(start..<end)
      guard bytes.count == end - start else {
        isCutOff = true
        return count
      }
      if let last = bytes.lastIndex(where: { $0 != 0 }) { return start + last + 1 }
      end = start
      piece = min(2 * piece, BlockFileView.largePiece)
    }
    return 0
  }
}
