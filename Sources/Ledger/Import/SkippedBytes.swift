public import Bitcoin

/// Bytes of a block file that are no block of the ledger, or not what they say they are.
public struct SkippedBytes: Equatable, Sendable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// Where they begin.
  public let position: Int
  /// How many they are.
  public let count: Int
  /// Why they were stepped over.
  public let reason: Reason

  /// Why bytes were stepped over.
  public enum Reason: Equatable, Sendable {
    /// They begin with no magic of the network.
    case junk
    /// They are zero up to the end of the file, as a node allocates ahead.
    case zeroTail
    /// A record's block is not all there; others follow.
    case torn
    /// A record of which it was not found out whether its block is there, after too many others in vain.
    case untried
    /// The file's end cuts off its last record: so many bytes would be needed.
    case cutOff(needed: Int)
    /// A record's header does not meet its own target.
    case noWork(BlockHash)
    /// The record's frame gives another length than its block has. The block is read all the same.
    case wrongLength(BlockHash, claimed: Int)
    /// The block is read, though its coinbase commits to other witnesses (BIP-0141), since no other
    /// record of it has those. A block with one record alone is not looked at for this.
    case otherWitnesses(BlockHash)
    /// The block is there twice; the first one counts that is whole.
    case duplicate(BlockHash)
    /// No chain of good blocks leads from the block to genesis.
    case unconnected(BlockHash)
    /// The record's bytes are not the block that its header names.
    case damaged(BlockHash, BlockFault)
    /// The block breaks a rule, and so does every chain that it is in.
    case refused(BlockHash, height: Int, BlockFlaw)
  }

  /// Whether something is amiss: a zero tail is what every node's last file has.
  public var isOdd: Bool { reason != .zeroTail }

  /// What was stepped over, and where.
  public var description: String {
    let bytes = count == 1 ? "1 byte" : "\(count) bytes"
    let what =
      switch reason {
      case .junk: "\(bytes) of junk"
      case .zeroTail: "\(bytes) of zeros up to the end"
      case .torn: "\(bytes) of a torn record"
      case .untried: "\(bytes) of a record that was not tried, after too many torn ones,"
      case .cutOff(let needed): "\(bytes) of a record of \(needed) that the end cuts off"
      case .noWork(let hash): "block \(hash) without proof of work"
      case .wrongLength(let hash, let claimed):
        "block \(hash) of \(count - 8) bytes in a record that says \(claimed)"
      case .otherWitnesses(let hash):
        "block \(hash) with other witnesses than its coinbase commits to"
      case .duplicate(let hash): "duplicate block \(hash)"
      case .unconnected(let hash): "block \(hash) that is not connected to genesis"
      case .damaged(let hash, let fault): "damaged block \(hash) (\(fault))"
      case .refused(let hash, let height, let flaw):
        "block \(height) (\(hash)), which is refused (\(flaw)),"
      }
    return "\(file): \(what) at byte \(position)"
  }
}

extension SkippedBytes {
  init(_ remark: BlockFileRemark, file: String) {
    let reason: Reason =
      switch remark.kind {
      case .junk: .junk
      case .zeroTail: .zeroTail
      case .torn: .torn
      case .untried: .untried
      case .cutOff(let needed): .cutOff(needed: needed)
      case .noWork(let hash): .noWork(hash)
      }
    self.init(
      file: file, position: remark.range.lowerBound, count: remark.range.count, reason: reason)
  }
}

extension SkippedBytes {
  /// What is left of a gap where all these ranges of its file turned out to be blocks; they are in
  /// ascending order and do not overlap.
  func leavingOut(_ ranges: [Range<Int>]) -> [SkippedBytes] {
    let end = position + count
    var parts: [Range<Int>] = []
    var start = position
    for range in ranges[SkippedBytes.first(of: ranges, endingAfter: position)...] {
      if range.lowerBound >= end { break }
      if range.lowerBound > start { parts.append(start..<range.lowerBound) }
      start = range.upperBound
    }
    if start == position { return [self] }
    if start < end { parts.append(start..<end) }
    // What is left of a record that was none is junk.
    let left = reason == .zeroTail ? Reason.zeroTail : .junk
    return parts.map {
      SkippedBytes(file: file, position: $0.lowerBound, count: $0.count, reason: left)
    }
  }

  private static func first(of ranges: [Range<Int>], endingAfter position: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].upperBound <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What makes a record's bytes not the block that its header names.
public enum BlockFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// They are no block. Positions count from the start of the file.
  case malformed(DecodingError)
  /// They are a block that breaks a rule by itself.
  case flaw(BlockFlaw)

  /// What is wrong, with the value.
  public var description: String {
    switch self {
    case .malformed(let reason): "malformed: \(reason)"
    case .flaw(let flaw): "\(flaw)"
    }
  }
}
