import Bitcoin

/// Whatever stands in a block file, records and gaps cover it, each byte once, under any key.
///
/// The first byte says whether eight more are a key; the rest is the file.
enum BlockFileLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let hasKey = (input.first ?? 0) & 1 == 1 && input.count >= 9
    let key = hasKey ? Array(input[1..<9]) : []
    let file = Array(input.dropFirst(hasKey ? 9 : 1))
    let all = try cover(file, ObfuscationKey(key) ?? .none, nil)
    // A search that begins at a gap or a record finds from there on what the search of all found.
    if let start = all.starts.dropFirst().first {
      let rest = try cover(file, ObfuscationKey(key) ?? .none, start..<file.count)
      try expect(
        rest.records == all.records.filter { $0.position >= start }, "from \(start) on otherwise")
    }
    for network in [Network.regtest, .mainnet] {
      if let found = ObfuscationKey(workedOutFrom: file, network: network) {
        var reader = BlockFileReader(file.span, network: network, key: found)
        let first = reader.next()
        try expect(first?.hash == network.genesis, "key \(found.bytes) gives another block")
      }
    }
  }

  /// Reads the file from `range` on and looks whether nothing is left out or there twice.
  private static func cover(
    _ file: [UInt8], _ key: ObfuscationKey, _ range: Range<Int>?
  ) throws(FuzzFinding) -> (records: [BlockRecord], starts: [Int]) {
    var reader = BlockFileReader(file.span, network: .regtest, key: key, range: range)
    var records: [BlockRecord] = []
    while let record = reader.next() {
      try expect(
        record.block.lowerBound == record.position + 8 && record.block.count >= 80,
        "record \(record)")
      try expect(record.header.meetsTarget(hash: record.hash), "no work in \(record)")
      records.append(record)
    }
    let gaps = reader.remarks.filter(\.isGap).map(\.range)
    let ranges = (records.map { $0.position..<$0.block.upperBound } + gaps)
      .sorted { $0.lowerBound < $1.lowerBound }
    var end = range?.lowerBound ?? 0
    for range in ranges {
      try expect(range.lowerBound == end && range.upperBound > end, "\(ranges) of \(file.count)")
      end = range.upperBound
    }
    try expect(end == file.count, "\(ranges) of \(file.count)")
    return (records, ranges.map(\.lowerBound))
  }
}
