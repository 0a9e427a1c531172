/// Finds the records of a block file, front to back, without looking at more than their headers where
/// nothing is odd.
///
/// A frame's length is not trusted: where it is none that a block can have, reaches beyond the end, or
/// ends at no other record, the block is measured by its own bytes. Whatever is no record is stepped
/// over and remarked on, so that records and remarks together cover the file. A record that is cut
/// off inside is searched for others (Core's import goes on one byte behind, too:
/// `LoadExternalBlockFile`, validation.cpp).
///
/// Frames may be made to lie over each other, each before bytes that are nearly a block. Any of them
/// could be the one that is right, and no hash of one says anything of the next; so measuring in vain
/// has a limit that grows with the file, after which such frames are stepped over as `untried`.
public struct BlockFileReader {
  /// Gives the file's bytes at a range of places within it as they lie on disk; other than so many
  /// where they cannot be had.
  public typealias Fetch = (Range<Int>) -> [UInt8]

  private var view: BlockFileView
  /// Where the search ends; a record that begins before may end behind.
  private var end: Int
  /// Where the search goes on.
  public private(set) var position = 0
  private var junkStart = 0
  /// Whether a frame is believed that ends at another record.
  private var isTrusting = true
  /// How many bytes were measured in vain, and how many may be.
  private var vainBytes = 0
  private let vainLimit: Int
  /// What stands between the records found so far, in order.
  public private(set) var remarks: [BlockFileRemark] = []
  /// Records whose header does not meet its target, as far as they do not lie over each other.
  public private(set) var workless: [BlockRecord] = []

  /// A reader of a file of `network` that has `count` bytes.
  public init(
    count: Int, network: Network, key: ObfuscationKey = .none, fetch: @escaping Fetch
  ) {
    view = BlockFileView(count: count, key: key, magic: network.magic, fetch: fetch)
    end = count
    vainLimit = BlockFileReader.vainLimit(of: count)
  }

  /// A reader of a file's bytes.
  public init(_ bytes: [UInt8], network: Network, key: ObfuscationKey = .none) {
    self.init(count: bytes.count, network: network, key: key) { [UInt8](bytes[$0]) }
  }

  /// How many bytes of a file of `count` bytes may be measured in vain: those of its blocks four times
  /// over, and of the four largest in any case.
  static func vainLimit(of count: Int) -> Int { 4 * (count + BlockFile.maxBlockSize) }

  /// Whether bytes could not be had, because the file was cut short meanwhile. What was found is then
  /// of no use.
  public var isCutOff: Bool { view.isCutOff }

  /// Begins anew with the records that begin in `range`, of which no frame is believed: each block is
  /// measured. Remarks are then of these bytes alone. The limit goes on.
  ///
  /// - Precondition: the range is within the file.
  public mutating func search(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= view.count, "the range is in the file")
    (position, end, junkStart) = (range.lowerBound, range.upperBound, range.lowerBound)
    isTrusting = false
    remarks = []
    workless = []
  }

  /// The next record; nil at the end.
  public mutating func next() -> BlockRecord? {
    while position < end, !isCutOff {
      switch view.frame(at: position) {
      case .none:
        if skipZeroTail() { return nil }
        position += 1
      case .cut:
        skipTorn(needed: 8)
      case .whole(let claimed):
        if let record = record(claimed) { return record }
      }
    }
    remark(.junk, junkStart..<max(junkStart, end))
    junkStart = end
    return nil
  }

  /// The record at the position, which goes behind it; nil where there is none, and the position is
  /// then where the search goes on.
  private mutating func record(_ claimed: Int) -> BlockRecord? {
    let start = position + 8
    // A magic before a length that no block has may be a coincidence.
    let isPossible = (BlockFile.minBlockSize...BlockFile.maxBlockSize).contains(claimed)
    let needed = isPossible ? 8 + claimed : nil
    guard let header = view.header(at: start) else {
      if isPossible { skipTorn(needed: needed) } else { position += 1 }
      return nil
    }
    let hash = header.computeHash()
    guard header.meetsTarget(hash: hash) else {
      if !isPossible {
        position += 1
      } else if claimed <= view.count - start {
        skipWorkless(hash)
      } else {
        skipTorn(needed: needed)
      }
      return nil
    }
    let isTried = vainBytes < vainLimit
    guard let size = size(of: header, isPossible ? claimed : .max) else {
      skipTorn(needed: needed, isTried: isTried)
      return nil
    }
    remark(.junk, junkStart..<position)
    let found = BlockRecord(
      position: position, claimed: claimed, block: start..<start + size, header: header, hash: hash)
    position = start + size
    junkStart = position
    return found
  }

  /// How many bytes the block of the record at the position has: what its frame says where another
  /// record follows there, else what its own bytes say.
  private mutating func size(of header: BlockHeader, _ claimed: Int) -> Int? {
    let start = position + 8
    if isTrusting, claimed <= view.count - start, view.mayFollow(at: start + claimed) {
      return claimed
    }
    return measureBlock(at: start, header: header)
  }

  /// How many bytes from `position` on are the block of `header`, by what stands in them; nil where
  /// they are not that block, or where the limit is reached.
  ///
  /// - Precondition: the file has a header at the position.
  public mutating func measureBlock(at position: Int, header: BlockHeader) -> Int? {
    guard vainBytes < vainLimit else { return nil }
    var measure = BlockMeasure(at: position, in: &view)
    let size = measure.find(header.merkleRoot, in: &view)
    if size == nil { vainBytes += measure.looked }
    return size
  }

  // MARK: - What is stepped over

  /// Ends the search where all that is left is zero, as a node allocates ahead.
  private mutating func skipZeroTail() -> Bool {
    guard view.isZero(at: position), view.isZeroTail(from: position) else { return false }
    remark(.junk, junkStart..<position)
    remark(.zeroTail, position..<max(position, end))
    position = end
    junkStart = end
    return true
  }

  private mutating func skipTorn(needed: Int?, isTried: Bool = true) {
    let start = position
    let next = nextPlace(after: start)
    remark(.junk, junkStart..<start)
    noteWorkless(min(start + 4, next)..<next)
    if !isTried {
      remark(.untried, start..<next)
    } else if let needed, next == view.count, needed > view.count - start {
      remark(.cutOff(needed: needed), start..<next)
    } else {
      remark(.torn, start..<next)
    }
    position = next
    junkStart = next
  }

  private mutating func skipWorkless(_ hash: BlockHash) {
    let start = position
    // It may be junk that looks like a record, so the search goes on inside it.
    let next = nextPlace(after: start)
    remark(.junk, junkStart..<start)
    noteWorkless(start..<next)
    remark(.noWork(hash), start..<next)
    position = next
    junkStart = next
  }

  /// Where the next frame with a header that meets its target begins; the end if none does.
  private mutating func nextPlace(after start: Int) -> Int {
    for candidate in min(start + 4, end)..<end {
      if case .whole = view.frame(at: candidate),
        view.header(at: candidate + 8)?.meetsTarget() == true
      {
        return candidate
      }
    }
    return end
  }

  /// Notes the records that begin in `range`, none of which meets its target.
  ///
  /// They are taken at their word for their sizes: a file in which records lie over each other has
  /// no more of them than fit beside each other.
  private mutating func noteWorkless(_ range: Range<Int>) {
    var place = range.lowerBound
    while place < range.upperBound {
      guard case .whole(let size) = view.frame(at: place),
        (BlockFile.minBlockSize...BlockFile.maxBlockSize).contains(size),
        size <= view.count - place - 8, let header = view.header(at: place + 8)
      else {
        place += 1
        continue
      }
      workless.append(
        BlockRecord(
          position: place, claimed: size, block: place + 8..<place + 8 + size, header: header,
          hash: header.computeHash()))
      place += 8 + size
    }
  }

  private mutating func remark(_ kind: BlockFileRemark.Kind, _ range: Range<Int>) {
    if !range.isEmpty { remarks.append(BlockFileRemark(range: range, kind: kind)) }
  }
}
