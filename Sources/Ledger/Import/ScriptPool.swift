import Bitcoin
import Files

/// The distinct scripts seen so far, numbered by first appearance.
struct ScriptPool {
  private(set) var bytes: [UInt8] = []
  /// Where each script begins in `bytes`, and at the end their count.
  private(set) var firstByte: [UInt64] = [0]
  private(set) var kinds: [UInt8] = []
  private(set) var hashes: [UInt64] = []
  private(set) var table = SlotTable()

  var count: Int { kinds.count }

  init() {}

  /// The first `count` scripts of a ledger.
  init(_ ledger: borrowing ChainLedger, count: Int) {
    let first = ledger.scripts.firstByte.values
    firstByte = [UInt64](copying: first.extracting(0..<count + 1))
    bytes = [UInt8](ledger.scripts.bytes.values.extracting(0..<Int(first[count])))
    kinds = [UInt8](ledger.scriptKind.extracting(0..<count))
    hashes.reserveCapacity(count)
    for row in 0..<count { enter(ScriptHash.hash(ledger.scriptBytes(ScriptIndex(row)))) }
  }

  /// The row of a script, which is put in if it is new.
  mutating func intern(_ script: Span<UInt8>, hash: UInt64, kind: UInt8) -> Int {
    var probe = table.probe(hash)
    while let row = probe.next(in: table.slots.span) {
      let range = Int(firstByte[row])..<Int(firstByte[row + 1])
      if ByteStrings.areEqual(bytes.span.extracting(range), script) { return row }
    }
    let row = kinds.count
    for index in script.indices { bytes.append(script[index]) }
    firstByte.append(UInt64(bytes.count))
    kinds.append(kind)
    enter(hash)
    return row
  }

  /// Puts the next row into the table.
  private mutating func enter(_ hash: UInt64) {
    let row = hashes.count
    hashes.append(hash)
    if table.isFull {
      table = SlotTable(capacity: 2 * (row + 1))
      for (row, hash) in hashes.enumerated() { table.insert(hash, row: row) }
    } else {
      table.insert(hash, row: row)
    }
  }
}
