import Testing

@testable import Bitcoin

/// Files made to be slow are read with work that grows with their size; bytes are counted, not time.
@Suite("Block files made to be slow")
struct HostileBlockFileTests {
  /// Counts the bytes that a reader asks for.
  private final class Counter {
    var bytes = 0
  }

  private func read(
    _ file: [UInt8], isTrusting: Bool = true
  ) -> (records: [BlockRecord], remarks: [BlockFileRemark], looked: Int) {
    let counter = Counter()
    var reader = BlockFileReader(count: file.count, network: .regtest) { range in
      counter.bytes += range.count
      return [UInt8](file[range])
    }
    if !isTrusting { reader.search(0..<file.count) }
    var records: [BlockRecord] = []
    while let record = reader.next() { records.append(record) }
    return (records, reader.remarks, counter.bytes)
  }

  private func frame(_ claimed: Int) -> [UInt8] {
    Network.regtest.magic + (0..<4).map { UInt8(truncatingIfNeeded: claimed >> (8 * $0)) }
  }

  /// A header that meets its target, and names no block that is there.
  private func header(_ number: Int) -> [UInt8] {
    var header = BlockHeader(
      version: 1, previousBlock: BlockHash(.zero), merkleRoot: Hash256(UInt64(number), 0, 0, 7),
      time: 0, bits: 0x207f_ffff, nonce: 0)
    while !header.meetsTarget() { header.nonce += 1 }
    var writer = ByteWriter()
    header.encode(into: &writer)
    return writer.bytes
  }

  /// How many bytes may be measured in vain, and what the last measure may take beyond.
  private func limit(of file: [UInt8]) -> Int {
    BlockFileReader.vainLimit(of: file.count) + BlockFile.maxBlockSize
  }

  @Test("frames that all end before the same zeros")
  func zeros() {
    let (count, zeros) = (4_000, 2_000_000)
    var file: [UInt8] = []
    for number in 0..<count { file += frame((count - number) * 88 - 8) + header(number) }
    file += [UInt8](repeating: 0, count: zeros) + [1]
    file += BlockFileTests.record
    let found = read(file)
    #expect(found.records.map(\.block.count) == [285])
    #expect(found.looked < 20 * file.count + limit(of: file))
  }

  @Test("frames each before what is a block but for its merkle root", arguments: [true, false])
  func nearlyBlocks(isTrusting: Bool) {
    // One transaction of a long script, with the next such block in it.
    let count = 5_000
    let input = [1, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 36) + [0xfe]
    let step = 88 + 1 + input.count + 4
    let total = count * step + 3_000_000
    var file: [UInt8] = []
    for number in 0..<count {
      let script = total - file.count - step
      file += frame(3_999_999) + header(number) + [1] + input
      file += (0..<4).map { UInt8(truncatingIfNeeded: script >> (8 * $0)) }
    }
    file += [UInt8](repeating: 9, count: total - file.count)
    file += [255, 255, 255, 255, 0, 0, 0, 0, 0]
    let end = file.count
    file += BlockFileTests.record
    let found = read(file, isTrusting: isTrusting)
    // Where no frame is believed, the last one would have to be measured, too.
    #expect(found.records.map(\.position) == (isTrusting ? [end] : []))
    // The bytes that are measured in vain are bounded, all others are looked at a few times.
    #expect(found.looked < 30 * file.count + limit(of: file))
    #expect(found.remarks.contains { $0.kind == .untried })
    #expect(found.remarks.first?.kind == .torn)
  }

  @Test("nothing but magics")
  func magics() {
    let file = (0..<200_000).flatMap { _ in Network.regtest.magic }
    let found = read(file)
    #expect(found.records == [])
    #expect(found.looked < 4 * file.count)
  }

  @Test("a sound file is looked at by its headers")
  func sound() {
    var block = Block.genesis(of: .regtest)
    block.transactions[0].outputs[0].scriptPubKey = ScriptPubKey(
      [UInt8](repeating: 1, count: 100_000))
    var writer = ByteWriter()
    for _ in 0..<50 { BlockFile.write(block.encoded(), network: .regtest, into: &writer) }
    let found = read(writer.bytes)
    #expect(found.records.count == 50)
    #expect(found.looked < writer.bytes.count / 20)
  }

  @Test("bytes that cannot be had end the search")
  func cutOff() {
    let file = BlockFileTests.record + BlockFileTests.record
    for count in 0..<file.count {
      var reader = BlockFileReader(count: file.count, network: .regtest) { range in
        [UInt8](file[min(range.lowerBound, count)..<min(range.upperBound, count)])
      }
      while reader.next() != nil {}
      #expect(reader.isCutOff)
    }
  }

  @Test("what is found is what a plain reader finds", arguments: 1...120 as ClosedRange<UInt64>)
  func naive(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let file = randomFile(using: &generator)
    for isTrusting in [true, false] {
      let expected = NaiveBlockFile(file, .regtest, isTrusting: isTrusting)
      let found = read(file, isTrusting: isTrusting)
      #expect(found.records == expected.records, "seed \(seed)")
      #expect(found.remarks == expected.gaps, "seed \(seed)")
    }
  }

  /// Records, parts of records, records in records, lengths that lie, junk and zeros.
  private func randomFile(using generator: inout SeededGenerator) -> [UInt8] {
    var file: [UInt8] = []
    for number in 0..<Int.random(in: 1...30, using: &generator) {
      var record = BlockFileTests.record
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: record = Array(record.prefix(Int.random(in: 0...292, using: &generator)))
      case 1: record[Int.random(in: 0..<293, using: &generator)] ^= 1
      case 2: record = (0..<Int.random(in: 0...90, using: &generator)).map { UInt8($0) }
      case 3: record.replaceSubrange(4..<8, with: frame(293 * number + 285)[4...])
      case 4:
        record.replaceSubrange(4..<8, with: frame(Int.random(in: 0...999, using: &generator))[4...])
      case 5: record = [UInt8](repeating: 0, count: Int.random(in: 0...6_000, using: &generator))
      case 6: record = frame(Int.random(in: 0...700, using: &generator)) + header(number)
      case 7: record = Network.regtest.magic
      default: break
      }
      file += record
    }
    return file
  }
}
