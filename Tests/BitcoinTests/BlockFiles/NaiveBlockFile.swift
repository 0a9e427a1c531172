@testable import Bitcoin

/// What a block file has, found with the whole of it in memory and without any care for work.
struct NaiveBlockFile {
  var records: [BlockRecord] = []
  var gaps: [BlockFileRemark] = []
  private let bytes: [UInt8]
  private let magic: [UInt8]
  private let isTrusting: Bool

  init(_ bytes: [UInt8], _ network: Network, isTrusting: Bool = true) {
    self.bytes = bytes
    self.isTrusting = isTrusting
    magic = network.magic
    var position = 0
    while position < bytes.count {
      if bytes[position...].allSatisfy({ $0 == 0 }) {
        skip(.zeroTail, position, bytes.count)
        position = bytes.count
      } else {
        position = step(position)
      }
    }
  }

  /// Takes what begins at a place, and says where to go on.
  private mutating func step(_ position: Int) -> Int {
    let left = bytes.count - position
    guard bytes[position...].prefix(4).elementsEqual(magic.prefix(left)) else {
      skip(.junk, position, position + 1)
      return position + 1
    }
    guard left >= 8 else { return skip(.cutOff(needed: 8), position, next(position)) }
    let claimed = (0..<4).reduce(0) { $0 | Int(bytes[position + 4 + $1]) << (8 * $1) }
    let isPossible = (80...4_000_000).contains(claimed)
    let fits = claimed <= left - 8
    guard let header = header(position + 8), header.meetsTarget() || isPossible else {
      if isPossible { return tear(position, claimed) }
      skip(.junk, position, position + 1)
      return position + 1
    }
    guard header.meetsTarget() else {
      if !fits { return tear(position, claimed) }
      return skip(.noWork(header.computeHash()), position, next(position))
    }
    let end = position + 8 + claimed
    let isFollowed =
      isPossible && fits
      && (bytes[end...].starts(with: magic) || bytes[end...].allSatisfy { $0 == 0 })
    let size = isTrusting && isFollowed ? claimed : measure(position + 8)
    guard let size else {
      return isPossible ? tear(position, claimed) : skip(.torn, position, next(position))
    }
    records.append(
      BlockRecord(
        position: position, claimed: claimed, block: position + 8..<position + 8 + size,
        header: header, hash: header.computeHash()))
    return position + 8 + size
  }

  private mutating func tear(_ position: Int, _ claimed: Int) -> Int {
    let next = next(position)
    let isLast = next == bytes.count && 8 + claimed > bytes.count - position
    return skip(isLast ? .cutOff(needed: 8 + claimed) : .torn, position, next)
  }

  @discardableResult
  private mutating func skip(_ kind: BlockFileRemark.Kind, _ start: Int, _ end: Int) -> Int {
    if kind == .junk, let last = gaps.last, last.kind == .junk, last.range.upperBound == start {
      gaps[gaps.count - 1] = BlockFileRemark(range: last.range.lowerBound..<end, kind: .junk)
    } else {
      gaps.append(BlockFileRemark(range: start..<end, kind: kind))
    }
    return end
  }

  private func next(_ position: Int) -> Int {
    for place in (position + 4)..<max(position + 4, bytes.count - 7)
    where bytes[place...].starts(with: magic) && header(place + 8)?.meetsTarget() == true {
      return place
    }
    return bytes.count
  }

  private func header(_ position: Int) -> BlockHeader? {
    guard bytes.count - position >= 80 else { return nil }
    let slice = Array(bytes[position..<position + 80])
    var reader = ByteReader(slice.span)
    return try? BlockHeader(from: &reader)
  }

  private func measure(_ position: Int) -> Int? {
    let rest = Array(bytes[position...].prefix(4_000_000))
    var reader = ByteReader(rest.span)
    guard let block = try? Block(from: &reader), !block.transactions.isEmpty else { return nil }
    let (root, isMutated) = block.computeMerkleTree()
    return root == block.header.merkleRoot && !isMutated ? reader.position : nil
  }
}
