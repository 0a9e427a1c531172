import Testing

@testable import Bitcoin

@Suite("Block files")
struct BlockFileTests {
  static func records(_ bytes: [UInt8], _ network: Network = .mainnet) -> [BlockRecord] {
    var reader = BlockFileReader(bytes.span, network: network)
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
    var reader = BlockFileReader(bytes.span, network: .mainnet)
    var last: BlockRecord?
    var count = 0
    while let record = reader.next() {
      last = record
      count += 1
    }
    #expect(count == 301)
    #expect(last?.position == 70_450)
    let (junk, torn) = (reader.junkByteCount, reader.tornPosition)
    #expect(junk == 0)
    #expect(torn == nil)
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
      var reader = BlockFileReader(bytes.span, network: .regtest)
      let (first, second) = (reader.next(), reader.next())
      let torn = reader.tornPosition
      #expect(first?.position == 0)
      #expect(second == nil)
      #expect(torn == (count >= 8 ? record.count : nil))
    }
  }

  @Test("a record whose block is none is searched for records inside")
  func rescan() throws {
    let record = BlockFileTests.record
    // A magic and a plausible length, then a real record.
    let bytes = [0xfa, 0xbf, 0xb5, 0xda, 100, 0, 0, 0] + record
    var reader = BlockFileReader(bytes.span, network: .regtest)
    let next = reader.next()
    let first = try #require(next)
    #expect(throws: DecodingError.self) { try Block(decoding: [UInt8](bytes[first.block])) }
    reader.rescan(first)
    let inner = reader.next()
    #expect(inner?.position == 8)
  }
}
