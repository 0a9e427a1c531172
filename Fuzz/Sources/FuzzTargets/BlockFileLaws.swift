import Bitcoin

/// Whatever stands in a block file, records and gaps cover it, each byte once, under any key.
///
/// The first byte says whether eight more are a key; the rest is the file.
enum BlockFileLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let hasKey = (input.first ?? 0) & 1 == 1 && input.count >= 9
    let key = hasKey ? Array(input[1..<9]) : []
    let file = Array(input.dropFirst(hasKey ? 9 : 1))
    _ = try cover(file, ObfuscationKey(key) ?? .none, nil)
    // A search that believes no frame finds blocks that are whole, whatever lies around them.
    let half = file.count / 2
    for range in [0..<file.count, half..<file.count] {
      for record in try cover(file, ObfuscationKey(key) ?? .none, range) {
        var bytes = [UInt8](file[record.block])
        let plain = ObfuscationKey(key) ?? .none
        plain.remove(from: &bytes, count: bytes.count, at: record.block.lowerBound)
        let block = try? Block(decoding: bytes)
        try expect(
          block.map { $0.computeMerkleRoot() == record.header.merkleRoot } ?? false,
          "no block in \(record)")
      }
    }
    for network in [Network.regtest, .mainnet] {
      if let found = ObfuscationKey(workedOutFrom: file, network: network) {
        var reader = BlockFileReader(file, network: network, key: found)
        let first = reader.next()
        try expect(first?.hash == network.genesis, "key \(found.bytes) gives another block")
      }
    }
  }

  /// Reads the file, or searches a range of it, and looks whether nothing is left out or there twice.
  private static func cover(
    _ file: [UInt8], _ key: ObfuscationKey, _ range: Range<Int>?
  ) throws(FuzzFinding) -> [BlockRecord] {
    var reader = BlockFileReader(file, network: .regtest, key: key)
    if let range { reader.search(range) }
    var records: [BlockRecord] = []
    while let record = reader.next() {
      try expect(
        record.block.lowerBound == record.position + 8 && record.block.count >= 80,
        "record \(record)")
      try expect(record.header.meetsTarget(hash: record.hash), "no work in \(record)")
      records.append(record)
    }
    try expect(!reader.isCutOff, "bytes of memory are missing")
    let ranges = (records.map { $0.position..<$0.block.upperBound } + reader.remarks.map(\.range))
      .sorted { $0.lowerBound < $1.lowerBound }
    var end = range?.lowerBound ?? 0
    for range in ranges {
      try expect(range.lowerBound == end && range.upperBound > end, "\(ranges) of \(file.count)")
      end = range.upperBound
    }
    try expect(end == file.count, "\(ranges) of \(file.count)")
    return records
  }
}
