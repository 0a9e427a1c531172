public import Bitcoin
import Files
public import SystemPackage

/// A chain as memory-mapped columns: the best chain's blocks, transactions, inputs, outputs and
/// distinct scripts, in chain order, so that a spender always stands after what it spends.
///
/// Columns are lent as spans indexed by the `position` of their row. Where a column has one value more
/// than rows (`…First…`), row r owns the range from value r up to value r + 1. Safe to read from many
/// threads. `docs/ledger-format.md` documents each column.
public struct ChainLedger: ~Copyable, Sendable {
  /// The folder that the ledger was opened from.
  public let folder: FilePath
  /// The network, with the halving interval that the ledger was made with.
  public let network: Network
  /// The hash of the last block.
  public let tip: BlockHash
  let manifest: Manifest
  let blocks: BlockColumns
  let transactions: TransactionColumns
  let flows: FlowColumns
  let scripts: ScriptColumns

  /// Ledgers up to this size have their checksums verified, and all that their columns refer to
  /// looked for, whenever they are opened; larger ones only by `check()`.
  static let verifiedSize = 1 << 26

  /// Opens the ledger in a folder.
  ///
  /// - Throws: `noLedger`, `unsupportedVersion`, `damaged`, `file`.
  public init(opening folder: FilePath) throws(LedgerError) {
    let ledger = try ChainLedger(mapping: folder)
    if ledger.manifest.byteCount <= ChainLedger.verifiedSize { try ledger.requireSound() }
    self = ledger
  }

  /// Opens the ledger in a folder without a look at what its columns refer to.
  ///
  /// - Throws: `noLedger`, `unsupportedVersion`, `damaged`, `file`.
  init(mapping folder: FilePath) throws(LedgerError) {
    self = try ChainLedger.map(folder)
  }

  private static func map(_ folder: FilePath) throws(LedgerError) -> ChainLedger {
    // An import that goes on beside may put a new ledger in the place of this one while its files are
    // opened; what was found is then of both, and the new one is opened instead.
    var seen = mark(of: folder)
    for _ in 0..<patience {
      do throws(LedgerError) {
        return try ChainLedger(mappingOnce: folder)
      } catch {
        let now = mark(of: folder)
        guard now != seen else { throw error }
        seen = now
      }
    }
    return try ChainLedger(mappingOnce: folder)
  }

  /// By what to know the ledger that stands for a folder from another one, be it of the same chain, and
  /// from itself where it has been moved aside; nil where there is none.
  static func mark(of folder: FilePath) -> StandingMark? {
    guard let place = try? Folder.standing(at: folder),
      let stamp = try? FileStamp(place.appending(Manifest.fileName))
    else { return nil }
    return StandingMark(place: place, stamp: stamp)
  }

  /// Where a ledger stands, and which it is.
  struct StandingMark: Equatable {
    let place: FilePath
    let stamp: FileStamp
  }

  /// How many ledgers may take each other's place while one is opened.
  private static let patience = 20

  private init(mappingOnce folder: FilePath) throws(LedgerError) {
    let named = folder
    let mark = ChainLedger.mark(of: named)
    let folder = try LedgerError.wrapping { () throws(FileError) in
      try Folder.standing(at: named)
    }
    let manifest = try Manifest(readingFrom: folder)
    let opener = ColumnOpener(folder: folder, manifest: manifest)
    let blocks = try BlockColumns(opener)
    let transactions = try TransactionColumns(opener)
    let flows = try FlowColumns(opener)
    let scripts = try ScriptColumns(opener)
    guard transactions.table.count.nonzeroBitCount == 1, scripts.table.count.nonzeroBitCount == 1
    else { throw .damaged(folder, reason: "a look-up table has no size of a power of two") }
    if manifest.byteCount <= ChainLedger.verifiedSize {
      let damage = try ColumnChecksums.findDamage(
        in: folder, of: manifest, threads: Workers.processorCount)
      if let first = damage.first { throw .damaged(folder, reason: first) }
    }
    // Columns of a ledger that took this one's place meanwhile are not this one's.
    guard ChainLedger.mark(of: named) == mark else {
      throw .damaged(
        folder,
        reason: "another one took its place while it was being opened")
    }
    self.folder = named
    self.network = manifest.network
    self.tip = manifest.tip
    self.manifest = manifest
    self.blocks = blocks
    self.transactions = transactions
    self.flows = flows
    self.scripts = scripts
  }

  // MARK: - Counts

  /// The height of the first block: 0, or where the ledger is of a pruned node's files that of their first
  /// block. Columns by height have a row for each height from 0 on; below this one they are empty.
  public var firstHeight: Int { manifest.firstHeight }
  /// Whether the chain begins above the network's first block, so that inputs may spend what the ledger
  /// does not have.
  public var isSegment: Bool { firstHeight > 0 }
  /// The heights of the blocks.
  public var heights: Range<Int> { firstHeight..<manifest.rows.blocks }
  /// How many blocks there are, genesis counted where it is among them.
  public var blockCount: Int { heights.count }
  /// The height of the last block.
  public var tipHeight: Int { manifest.rows.blocks - 1 }
  /// How many transactions there are.
  public var transactionCount: Int { manifest.rows.transactions }
  /// How many inputs there are, the coinbases' null inputs left out.
  public var inputCount: Int { manifest.rows.inputs }
  /// How many outputs there are.
  public var outputCount: Int { manifest.rows.outputs }
  /// How many distinct scripts there are.
  public var scriptCount: Int { manifest.rows.scripts }
}

// MARK: - Columns

extension ChainLedger {
  /// By height: the block's hash.
  public var blockHashes: Span<BlockHash> {
    @_lifetime(borrow self) get { blocks.hash.values }
  }

  /// By height: the time in the block's header, in seconds since 1970.
  public var blockTimes: Span<UInt32> {
    @_lifetime(borrow self) get { blocks.time.values }
  }

  /// By height: the row of the block's coinbase, and at the end the count of transactions.
  public var blockFirstTransaction: Span<UInt32> {
    @_lifetime(borrow self) get { blocks.firstTransaction.values }
  }

  /// By transaction: its txid.
  public var txids: Span<Txid> {
    @_lifetime(borrow self) get { transactions.txid.values }
  }

  /// By transaction: its version.
  public var txVersion: Span<UInt32> {
    @_lifetime(borrow self) get { transactions.version.values }
  }

  /// By transaction: its lock time, a height below 500,000,000, else seconds since 1970.
  public var txLockTime: Span<UInt32> {
    @_lifetime(borrow self) get { transactions.lockTime.values }
  }

  /// By transaction: the row of its first input, and at the end the count of inputs. A coinbase owns
  /// none.
  public var txFirstInput: Span<UInt64> {
    @_lifetime(borrow self) get { transactions.firstInput.values }
  }

  /// By transaction: the row of its first output, and at the end the count of outputs.
  public var txFirstOutput: Span<UInt64> {
    @_lifetime(borrow self) get { transactions.firstOutput.values }
  }

  /// By input: the output that it spends; `none` where that lies below a segment's first block.
  public var inputPrevout: Span<OutputIndex> {
    @_lifetime(borrow self) get { flows.prevout.values }
  }

  /// By input: its sequence.
  public var inputSequence: Span<UInt32> {
    @_lifetime(borrow self) get { flows.sequence.values }
  }

  /// By output: its value in satoshis.
  public var outputValue: Span<Satoshi> {
    @_lifetime(borrow self) get { flows.value.values }
  }

  /// By output: its script.
  public var outputScript: Span<ScriptIndex> {
    @_lifetime(borrow self) get { flows.script.values }
  }

  /// By output: the input that spends it, or `none`.
  public var outputSpender: Span<InputIndex> {
    @_lifetime(borrow self) get { flows.spender.values }
  }

  /// By script: the raw value of its `ScriptKind`.
  public var scriptKind: Span<UInt8> {
    @_lifetime(borrow self) get { scripts.kind.values }
  }
}
