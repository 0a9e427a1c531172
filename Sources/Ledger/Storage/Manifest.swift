import Bitcoin
import Files
import SystemPackage

/// What a ledger says of itself: its network, its rows, and each column's size and a SHA-256 over its
/// checksums.
///
/// A text file, a key and its values a line, of which the last is the SHA-256 of all lines before it.
/// It is written last.
struct Manifest: Equatable, Sendable {
  static let version = "4"
  static let fileName = "manifest"

  var network: Network
  /// The height of the first block that the ledger has: 0, or in a segment the anchor's.
  var firstHeight = 0
  var tip: BlockHash
  var rows: RowCounts
  /// Count of values and checksum of each column, in the order of `ColumnName.allCases`.
  var columns: [ColumnEntry]

  struct ColumnEntry: Equatable, Sendable {
    var name: ColumnName
    var count: Int
    var checksum: [UInt8]
  }

  func count(of name: ColumnName) -> Int {
    columns.first { $0.name == name }?.count ?? 0
  }

  /// The bytes of all columns together.
  var byteCount: Int {
    columns.reduce(0) { $0 + $1.count * $1.name.elementSize }
  }
}

// MARK: - Writing

extension Manifest {
  /// The file's text.
  func encoded() -> String {
    var text = """
      coldtrace-ledger \(Manifest.version)
      byte-order little
      network \(network.name)
      magic \(Hex.encode(network.magic))
      subsidy-halving-interval \(network.subsidyHalvingInterval)
      first-height \(firstHeight)
      tip \(tip)
      blocks \(rows.blocks)
      transactions \(rows.transactions)
      inputs \(rows.inputs)
      outputs \(rows.outputs)
      scripts \(rows.scripts)

      """
    for column in columns {
      text +=
        "column \(column.name.rawValue) \(column.name.elementSize) \(column.count) "
        + "\(Hex.encode(column.checksum))\n"
    }
    return SealedText.seal(text)
  }
}

// MARK: - Reading

extension Manifest {
  /// Reads the manifest of the ledger in `folder`.
  ///
  /// - Throws: `noLedger`, `unsupportedVersion`, `damaged`, `file`.
  init(readingFrom folder: FilePath) throws(LedgerError) {
    let path = folder.appending(Manifest.fileName)
    let isThere = try LedgerError.wrapping { () throws(FileError) in try File.isPresent(path) }
    guard isThere else { throw .noLedger(folder) }
    let text = try LedgerError.wrapping { () throws(FileError) in try File.readText(path) }
    guard let text else { throw .damaged(path, reason: "no text") }
    if let first = text.split(separator: "\n").first, first.hasPrefix("coldtrace-ledger "),
      first != "coldtrace-ledger \(Manifest.version)"
    {
      throw .unsupportedVersion(folder, found: String(first.dropFirst(17)))
    }
    guard let body = SealedText.open(text) else { throw .damaged(path, reason: "wrong checksum") }
    guard let manifest = Manifest(decoding: body) else {
      throw .damaged(path, reason: "unknown lines")
    }
    self = manifest
  }

  /// Reads the manifest of the ledger that stands for `folder` now.
  ///
  /// - Throws: as `init(readingFrom:)`.
  init(standingAt folder: FilePath) throws(LedgerError) {
    try self.init(
      readingFrom: LedgerError.wrapping { () throws(FileError) in
        try Folder.standing(at: folder)
      })
  }

  private init?(decoding text: Substring) {
    var lines = text.split(separator: "\n")[...]
    func take(_ key: String) -> Substring? {
      guard let line = lines.first, line.hasPrefix(key + " ") else { return nil }
      lines = lines.dropFirst()
      return line.dropFirst(key.count + 1)
    }
    guard take("coldtrace-ledger") == Manifest.version[...], take("byte-order") == "little",
      let name = take("network"), var network = Network(named: String(name)),
      take("magic").map(String.init) == Hex.encode(network.magic),
      let interval = take("subsidy-halving-interval").flatMap({ Int($0) }), interval > 0,
      let firstHeight = take("first-height").flatMap({ Int($0) }),
      (0...BlockAnchor.maxHeight).contains(firstHeight),
      let tip = take("tip").flatMap({ BlockHash(hex: $0) }),
      let blocks = take("blocks").flatMap({ Int($0) }), blocks > firstHeight,
      let transactions = take("transactions").flatMap({ Int($0) }),
      transactions >= blocks - firstHeight,
      let inputs = take("inputs").flatMap({ Int($0) }), inputs >= 0,
      let outputs = take("outputs").flatMap({ Int($0) }), outputs > 0,
      let scripts = take("scripts").flatMap({ Int($0) }), scripts > 0
    else { return nil }
    network.subsidyHalvingInterval = interval
    self.network = network
    self.firstHeight = firstHeight
    self.tip = tip
    rows = RowCounts(
      blocks: blocks, transactions: transactions, inputs: inputs, outputs: outputs,
      scripts: scripts)
    columns = []
    for name in ColumnName.allCases {
      guard let parts = take("column")?.split(separator: " "), parts.count == 4,
        parts[0] == name.rawValue, Int(parts[1]) == name.elementSize,
        let count = Int(parts[2]), count >= 0, count < 1 << 50,
        let checksum = Hex.decode(parts[3]), checksum.count == 32,
        name.count(for: rows) ?? count == count
      else { return nil }
      columns.append(ColumnEntry(name: name, count: count, checksum: checksum))
    }
    guard lines.isEmpty else { return nil }
  }
}
