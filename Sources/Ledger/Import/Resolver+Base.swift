import Bitcoin
import Files
import SystemPackage

extension Resolver {
  /// As if the blocks that the maker's base keeps had just been added.
  ///
  /// - Throws: `damaged`, `file`.
  static func start(
    _ network: Network, firstHeight: Int, _ maker: ColumnMaker
  ) throws(LedgerError) -> Resolver {
    var resolver = try LedgerError.wrapping { () throws(FileError) in
      try open(network, firstHeight: firstHeight, maker)
    }
    guard let base = maker.base else { return resolver }
    let ledger = try base.open()
    resolver.takeOverwritten(ledger)
    if !base.keepsAll { resolver.unspend(ledger, from: base.rows.inputs) }
    return resolver
  }

  private static func open(
    _ network: Network, firstHeight: Int, _ maker: ColumnMaker
  ) throws(FileError) -> Resolver {
    let rows = maker.base?.rows ?? RowCounts()
    var resolver = Resolver(
      network: network, firstHeight: firstHeight, maker: maker, txids: try maker.grow(.txid),
      firstOutput: try maker.grow(.txFirstOutput), firstInput: try maker.grow(.txFirstInput),
      values: try maker.grow(.outputValue), scripts: try ScriptPool.open(maker),
      blockFirstTransaction: try maker.grow(.blockFirstTransaction))
    resolver.table = try maker.takeTable(.txTable, rows: rows.transactions)
    if let base = maker.base {
      let path = maker.path(of: .outputSpender)
      try base.copy(.outputSpender, count: rows.outputs, to: path)
      resolver.spenders = try GrowingColumn(path, count: rows.outputs)
      resolver.earlierScripts = try GrowingColumn(
        base.path(of: .outputScript), count: rows.outputs, isReadOnly: true)
      resolver.inputCount = rows.inputs
      // Nobody has counted whether the base has repeats; a table made anew looks for them.
      resolver.hasRepeats = true
    } else {
      try resolver.begin()
    }
    if resolver.table.slots.count == 0 {
      try resolver.makeTable(SlotTable.slotCount(for: rows.transactions))
    }
    return resolver
  }

  private init(
    network: Network, firstHeight: Int, maker: ColumnMaker, txids: consuming GrowingColumn<Txid>,
    firstOutput: consuming GrowingColumn<UInt64>, firstInput: consuming GrowingColumn<UInt64>,
    values: consuming GrowingColumn<Satoshi>, scripts: consuming ScriptPool,
    blockFirstTransaction: consuming GrowingColumn<UInt32>
  ) {
    self.network = network
    self.firstHeight = firstHeight
    self.maker = maker
    self.txids = txids
    self.firstOutput = firstOutput
    self.firstInput = firstInput
    self.values = values
    self.scripts = scripts
    self.blockFirstTransaction = blockFirstTransaction
    spenders = GrowingColumn()
    earlierScripts = GrowingColumn()
    table = GrowingTable(.txTable)
  }

  /// Where the first rows' ranges begin.
  private mutating func begin() throws(FileError) {
    try firstOutput.reserve(1)
    firstOutput.append(0)
    try firstInput.reserve(1)
    firstInput.append(0)
    try blockFirstTransaction.reserve(firstHeight + 1)
    for _ in 0...firstHeight { blockFirstTransaction.append(0) }
  }

  /// What a block above spent is unspent again.
  private mutating func unspend(_ ledger: borrowing ChainLedger, from input: Int) {
    let prevouts = ledger.inputPrevout
    for input in input..<prevouts.count {
      let prevout = prevouts[input]
      guard !prevout.isNone, prevout.position < spenders.count else { continue }
      spenders[prevout.position] = .none
    }
  }

  /// Notes again what was overwritten by a transaction that is kept.
  private mutating func takeOverwritten(_ ledger: borrowing ChainLedger) {
    let stored = ledger.transactions.overwritten.values
    for place in stored.indices {
      let row = Int(stored[place])
      guard row < txids.count, let last = find(txids[row]), last > row else { continue }
      overwritten.append(stored[place])
    }
  }
}
