import Bitcoin
import Files
import SystemPackage

/// Opens the columns that a manifest lists.
struct ColumnOpener: ~Copyable {
  let folder: FilePath
  let manifest: Manifest

  func open<Element>(_ name: ColumnName) throws(LedgerError) -> Column<Element> {
    if let entry = manifest.columns.first(where: { $0.name == name }) {
      try entry.requireBytes(in: folder)
    }
    do throws(FileError) {
      return try Column(folder.appending(name.rawValue), count: manifest.count(of: name))
    } catch {
      throw .file(error)
    }
  }
}

/// A row a block of the best chain, in order of height.
struct BlockColumns: ~Copyable, Sendable {
  let hash: Column<BlockHash>
  let header: Column<EncodedHeader>
  let time: Column<UInt32>
  let firstTransaction: Column<UInt32>
  let file: Column<UInt32>
  let position: Column<UInt64>
  let size: Column<UInt32>

  init(_ opener: borrowing ColumnOpener) throws(LedgerError) {
    let hash: Column<BlockHash> = try opener.open(.blockHash)
    let header: Column<EncodedHeader> = try opener.open(.blockHeader)
    let time: Column<UInt32> = try opener.open(.blockTime)
    let firstTransaction: Column<UInt32> = try opener.open(.blockFirstTransaction)
    let file: Column<UInt32> = try opener.open(.blockFile)
    let position: Column<UInt64> = try opener.open(.blockPosition)
    let size: Column<UInt32> = try opener.open(.blockSize)
    self.hash = hash
    self.header = header
    self.time = time
    self.firstTransaction = firstTransaction
    self.file = file
    self.position = position
    self.size = size
  }
}

/// A row a transaction.
struct TransactionColumns: ~Copyable, Sendable {
  let txid: Column<Txid>
  let version: Column<UInt32>
  let lockTime: Column<UInt32>
  let offset: Column<UInt32>
  let firstInput: Column<UInt64>
  let firstOutput: Column<UInt64>
  let overwritten: Column<UInt32>
  let table: Column<UInt64>

  init(_ opener: borrowing ColumnOpener) throws(LedgerError) {
    let txid: Column<Txid> = try opener.open(.txid)
    let version: Column<UInt32> = try opener.open(.txVersion)
    let lockTime: Column<UInt32> = try opener.open(.txLockTime)
    let offset: Column<UInt32> = try opener.open(.txOffset)
    let firstInput: Column<UInt64> = try opener.open(.txFirstInput)
    let firstOutput: Column<UInt64> = try opener.open(.txFirstOutput)
    let overwritten: Column<UInt32> = try opener.open(.txOverwritten)
    let table: Column<UInt64> = try opener.open(.txTable)
    self.txid = txid
    self.version = version
    self.lockTime = lockTime
    self.offset = offset
    self.firstInput = firstInput
    self.firstOutput = firstOutput
    self.overwritten = overwritten
    self.table = table
  }
}

/// A row an input that spends something, and a row an output.
struct FlowColumns: ~Copyable, Sendable {
  let prevout: Column<OutputIndex>
  let sequence: Column<UInt32>
  let value: Column<Satoshi>
  let script: Column<ScriptIndex>
  let spender: Column<InputIndex>

  init(_ opener: borrowing ColumnOpener) throws(LedgerError) {
    let prevout: Column<OutputIndex> = try opener.open(.inputPrevout)
    let sequence: Column<UInt32> = try opener.open(.inputSequence)
    let value: Column<Satoshi> = try opener.open(.outputValue)
    let script: Column<ScriptIndex> = try opener.open(.outputScript)
    let spender: Column<InputIndex> = try opener.open(.outputSpender)
    self.prevout = prevout
    self.sequence = sequence
    self.value = value
    self.script = script
    self.spender = spender
  }
}

/// A row a distinct script.
struct ScriptColumns: ~Copyable, Sendable {
  let kind: Column<UInt8>
  let firstByte: Column<UInt64>
  let bytes: Column<UInt8>
  let firstOutput: Column<UInt64>
  let outputs: Column<OutputIndex>
  let table: Column<UInt64>

  init(_ opener: borrowing ColumnOpener) throws(LedgerError) {
    let kind: Column<UInt8> = try opener.open(.scriptKind)
    let firstByte: Column<UInt64> = try opener.open(.scriptFirstByte)
    let bytes: Column<UInt8> = try opener.open(.scriptBytes)
    let firstOutput: Column<UInt64> = try opener.open(.scriptFirstOutput)
    let outputs: Column<OutputIndex> = try opener.open(.scriptOutputs)
    let table: Column<UInt64> = try opener.open(.scriptTable)
    self.kind = kind
    self.firstByte = firstByte
    self.bytes = bytes
    self.firstOutput = firstOutput
    self.outputs = outputs
    self.table = table
  }
}
