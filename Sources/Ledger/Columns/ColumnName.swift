/// The columns of a ledger, each a file of that name in the ledger's folder.
///
/// `docs/ledger-format.md` says for each what its index, element, unit and sentinel are.
enum ColumnName: String, CaseIterable, Sendable {
  case blockHash = "block.hash"
  case blockHeader = "block.header"
  case blockTime = "block.time"
  case blockFirstTransaction = "block.firstTransaction"
  case blockFile = "block.file"
  case blockPosition = "block.position"
  case blockSize = "block.size"
  case txid = "tx.txid"
  case txVersion = "tx.version"
  case txLockTime = "tx.lockTime"
  case txOffset = "tx.offset"
  case txFirstInput = "tx.firstInput"
  case txFirstOutput = "tx.firstOutput"
  case txOverwritten = "tx.overwritten"
  case txTable = "tx.table"
  case inputPrevout = "input.prevout"
  case inputSequence = "input.sequence"
  case outputValue = "output.value"
  case outputScript = "output.script"
  case outputSpender = "output.spender"
  case scriptKind = "script.kind"
  case scriptFirstByte = "script.firstByte"
  case scriptBytes = "script.bytes"
  case scriptFirstOutput = "script.firstOutput"
  case scriptOutputs = "script.outputs"
  case scriptTable = "script.table"

  /// How many bytes a value takes.
  var elementSize: Int {
    switch self {
    case .scriptKind, .scriptBytes: 1
    case .blockTime, .blockFirstTransaction, .blockFile, .blockSize, .txVersion, .txLockTime,
      .txOffset,
      .txOverwritten, .inputSequence:
      4
    case .blockPosition, .txFirstInput, .txFirstOutput, .txTable, .inputPrevout, .outputValue,
      .outputScript, .outputSpender, .scriptFirstByte, .scriptFirstOutput, .scriptOutputs,
      .scriptTable:
      8
    case .blockHash, .txid: 32
    case .blockHeader: 80
    }
  }

  /// Whether a longer chain only adds values at its end, so that a ledger can go on from another's
  /// column. The others are made anew.
  var onlyGrows: Bool {
    switch self {
    case .txOverwritten, .txTable, .outputSpender, .scriptFirstOutput, .scriptOutputs, .scriptTable:
      false
    default: true
    }
  }

  /// How many values there must be, given the rows; nil where that is not fixed.
  func count(for rows: RowCounts) -> Int? {
    switch self {
    case .blockHash, .blockHeader, .blockTime, .blockFile, .blockPosition, .blockSize: rows.blocks
    case .blockFirstTransaction: rows.blocks + 1
    case .txid, .txVersion, .txLockTime, .txOffset: rows.transactions
    case .txFirstInput, .txFirstOutput: rows.transactions + 1
    case .inputPrevout, .inputSequence: rows.inputs
    case .outputValue, .outputScript, .outputSpender, .scriptOutputs: rows.outputs
    case .scriptKind: rows.scripts
    case .scriptFirstByte, .scriptFirstOutput: rows.scripts + 1
    case .txOverwritten, .txTable, .scriptBytes, .scriptTable: nil
    }
  }
}

/// How many rows of each kind a ledger has.
struct RowCounts: Equatable, Sendable {
  /// Heights from 0 on, those below a segment's first block counted.
  var blocks = 0
  var transactions = 0
  var inputs = 0
  var outputs = 0
  var scripts = 0
}
