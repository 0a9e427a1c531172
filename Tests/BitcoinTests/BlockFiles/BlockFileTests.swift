import Testing

@testable import Bitcoin

@Suite("Block files")
struct BlockFileTests {
  static func records(_ bytes: [UInt8], _ network: Network = .mainnet) -> [BlockRecord] {
    var reader = BlockFileReader(bytes, network: network)
    var records: [BlockRecord] = []
    while let record = reader.next() { records.append(record) }
    return records
  }

  @Test("the two files of mainnet hold the heights 0 to 599, and are written again byte for byte")
  func mainnet() throws {
    var previous = BlockHash(.zero)
    var transactions = 0
    var blocks = 0
    for name in ["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"] {
      guard let bytes = try SharedData.bytes(name, in: SharedData.realData) else { return }
      var writer = ByteWriter()
      for record in BlockFileTests.records(bytes) {
        let block = try Block(decoding: [UInt8](bytes[record.block]))
        #expect(block.header.previousBlock == previous)
        #expect(block.header.meetsTarget())
        #expect(block.computeMerkleRoot() == block.header.merkleRoot)
        previous = block.header.computeHash()
        if blocks == 0 { #expect(previous == Network.mainnet.genesis) }
        transactions += block.transactions.count
        blocks += 1
        BlockFile.write(block.encoded(), network: .mainnet, into: &writer)
      }
      #expect(writer.bytes == bytes)
    }
    #expect(blocks == 600)
    #expect(transactions == 616)
  }

  @Test("every P2PK and P2PKH spend in the first 600 blocks is valid")
  func spends() throws {
    var outputs: [OutPoint: TxOut] = [:]
    var spends = 0
    for name in ["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"] {
      guard let bytes = try SharedData.bytes(name, in: SharedData.realData) else { return }
      for record in BlockFileTests.records(bytes) {
        for transaction in try Block(decoding: [UInt8](bytes[record.block])).transactions {
          if !transaction.isCoinbase {
            let spent = try transaction.inputs.map { try #require(outputs[$0.prevout]) }
            for index in transaction.inputs.indices {
              #expect(
                SpendVerifier.verify(transaction, input: index, spentOutputs: spent) == .valid)
              spends += 1
            }
          }
          let txid = transaction.computeTxid()
          for (vout, output) in transaction.outputs.enumerated() {
            outputs[OutPoint(txid: txid, vout: UInt32(vout))] = output
          }
        }
      }
    }
    #expect(spends == 25)
  }

  @Test("a stray byte and a zero tail are stepped over")
  func incomplete() throws {
    guard
      let bytes = try SharedData.bytes("nbitcoin_incompleteblk.dat", in: SharedData.realData)
    else { return }
    var reader = BlockFileReader(bytes, network: .mainnet)
    var last: BlockRecord?
    var count = 0
    while let record = reader.next() {
      last = record
      count += 1
    }
    #expect(count == 301)
    #expect(last?.position == 70_450)
    let remarks = reader.remarks
    #expect(
      remarks == [
        BlockFileRemark(range: 70_449..<70_450, kind: .junk),
        BlockFileRemark(range: 70_674..<bytes.count, kind: .zeroTail),
      ])
    let block = try Block(decoding: [UInt8](bytes[try #require(last).block]))
    let before = BlockFileTests.records(bytes)[298].block
    #expect(block == (try Block(decoding: [UInt8](bytes[before]))))
  }

  static let block = Block.genesis(of: .regtest).encoded()
  static let record: [UInt8] = {
    var writer = ByteWriter()
    BlockFile.write(block, network: .regtest, into: &writer)
    return writer.bytes
  }()

  @Test("a record is magic, length and block")
  func layout() {
    #expect(BlockFileTests.record.starts(with: [0xfa, 0xbf, 0xb5, 0xda, 0x1d, 0x01, 0, 0]))
    #expect(BlockFileTests.record.count == 8 + 285)
  }

  @Test("junk, part of a magic and a wrong length before a record are stepped over")
  func junk() {
    let record = BlockFileTests.record
    let prefixes: [[UInt8]] = [
      [1], [0xfa], [0xfa, 0xbf, 0xb5], [0xfa, 0xfa, 0xbf, 0xb5, 0xda],
      // Lengths below a header's and above a block's.
      [0xfa, 0xbf, 0xb5, 0xda, 79, 0, 0, 0], [0xfa, 0xbf, 0xb5, 0xda, 1, 9, 0x3d, 0],
      [0xfa, 0xbf, 0xb5, 0xda, 255, 255, 255, 255],
      // A length that runs beyond the end.
      [0xfa, 0xbf, 0xb5, 0xda, 0, 9, 0x3d, 0],
    ]
    for prefix in prefixes {
      let found = BlockFileTests.records(prefix + record + [0, 0] + record, .regtest)
      #expect(found.map(\.position) == [prefix.count, prefix.count + record.count + 2])
    }
    #expect(BlockFileTests.records(record, .mainnet).isEmpty)
  }

  @Test("a record cut off anywhere is torn, and whatever stands before it is found")
  func torn() {
    let record = BlockFileTests.record
    for count in 0..<record.count {
      let bytes = record + record[..<count]
      var reader = BlockFileReader(bytes, network: .regtest)
      let (first, second) = (reader.next(), reader.next())
      let remarks = reader.remarks
      #expect(first?.position == 0)
      #expect(second == nil)
      let needed = count >= 8 ? record.count : 8
      let range = record.count..<bytes.count
      #expect(
        remarks
          == (count == 0 ? [] : [BlockFileRemark(range: range, kind: .cutOff(needed: needed))]))
    }
  }

  @Test("a record whose block is none is searched for records inside")
  func resync() throws {
    let record = BlockFileTests.record
    // A magic and a plausible length, then a real record.
    let bytes = [0xfa, 0xbf, 0xb5, 0xda, 100, 0, 0, 0] + record
    #expect(BlockFileTests.records(bytes, .regtest).map(\.position) == [8])
  }

  @Test(
    "a length that lies does not hide what follows, and is told",
    arguments: [0, 79, 80, 100, 284, 286, 300, 577, 4_000_001, 0xffff_ffff])
  func lyingLength(claimed: UInt32) {
    let record = BlockFileTests.record
    var lying = record
    for index in 0..<4 { lying[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
    let bytes = lying + record + record
    var reader = BlockFileReader(bytes, network: .regtest)
    var found: [BlockRecord] = []
    while let record = reader.next() { found.append(record) }
    #expect(found.map(\.position) == [0, record.count, 2 * record.count])
    #expect(found.map(\.claimed) == [Int(claimed), 285, 285])
    #expect(found.map(\.block.count) == [285, 285, 285])
    #expect(reader.remarks == [])
  }

  @Test("records and gaps cover any file, under any key", arguments: 1...40)
  func cover(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let record = BlockFileTests.record
    var bytes: [UInt8] = []
    for _ in 0..<12 {
      var piece = record
      switch generator.next() % 6 {
      case 0: piece = Array(record.prefix(Int(generator.next() % 293)))
      case 1: piece[Int(generator.next() % 293)] ^= 1 << UInt8(generator.next() % 8)
      case 2: piece = (0..<generator.next() % 50).map { _ in UInt8(generator.next() & 255) }
      case 3: piece[4 + Int(generator.next() % 3)] = UInt8(generator.next() & 255)
      default: break
      }
      bytes += piece
    }
    bytes.append(1)
    let key = (0..<8).map { _ in UInt8(generator.next() & 255) }
    let hidden = bytes.enumerated().map { $0.element ^ key[$0.offset % 8] }
    // A tail that a node allocates ahead is zero as it lies on disk, under a key as well.
    let plain = BlockFileTests.cover(bytes + [0, 0, 0], .none)
    let under = BlockFileTests.cover(
      hidden + [0, 0, 0], ObfuscationKey(key) ?? .none)
    #expect(plain.ranges == under.ranges, "seed \(seed)")
    var end = 0
    for range in plain.ranges {
      #expect(range.lowerBound == end, "seed \(seed)")
      end = range.upperBound
    }
    #expect(end == bytes.count + 3, "seed \(seed)")
  }

  /// The ranges of records and gaps in order.
  private static func cover(
    _ bytes: [UInt8], _ key: ObfuscationKey
  ) -> (ranges: [Range<Int>], records: Int) {
    var reader = BlockFileReader(bytes, network: .regtest, key: key)
    var ranges: [Range<Int>] = []
    while let record = reader.next() { ranges.append(record.position..<record.block.upperBound) }
    let records = ranges.count
    ranges += reader.remarks.map(\.range)
    return (ranges.sorted { $0.lowerBound < $1.lowerBound }, records)
  }

  @Test("a lost key is worked out from the first block, of each network, and never guessed")
  func workedOutKey() {
    for network in Network.all {
      var writer = ByteWriter()
      BlockFile.write(Block.genesis(of: network).encoded(), network: network, into: &writer)
      for key: [UInt8] in [[0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]] {
        let start = writer.bytes.enumerated().map { $0.element ^ key[$0.offset % 8] }
        #expect(
          ObfuscationKey(workedOutFrom: start, network: network)?.bytes == key, "\(network.name)")
        var wrong = start
        wrong[40] ^= 1
        #expect(ObfuscationKey(workedOutFrom: wrong, network: network) == nil)
      }
    }
    #expect(ObfuscationKey(workedOutFrom: [1, 2, 3], network: .mainnet) == nil)
  }
}
