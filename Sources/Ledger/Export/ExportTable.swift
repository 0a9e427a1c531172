import Bitcoin

/// A table that a ledger can be exported as. `docs/export.md` says what each column means.
public enum ExportTable: String, CaseIterable, Sendable {
  /// A row a block, by height.
  case blocks
  /// A row a transaction, in chain order.
  case transactions
  /// A row an input, in chain order; coinbases have none.
  case inputs
  /// A row an output, in chain order.
  case outputs
  /// A row a distinct script, in the order of their first outputs.
  case addresses
}

extension ExportTable {
  /// The table's columns in order.
  public var columns: [ExportColumn] {
    switch self {
    case .blocks:
      [
        ExportColumn("hash", .hash), ExportColumn("number", .int64),
        ExportColumn("previous_block_hash", .hash, isNullable: true),
        ExportColumn("version", .int32), ExportColumn("merkle_root", .hash),
        ExportColumn("timestamp", .time), ExportColumn("nonce", .text),
        ExportColumn("bits", .text), ExportColumn("transaction_count", .int64),
      ]
    case .transactions:
      [
        ExportColumn("hash", .hash), ExportColumn("block_number", .int64),
        ExportColumn("block_timestamp", .time), ExportColumn("index", .int64),
        ExportColumn("version", .int32), ExportColumn("lock_time", .int64),
        ExportColumn("is_coinbase", .boolean), ExportColumn("input_count", .int64),
        ExportColumn("output_count", .int64),
        ExportColumn("input_value", .int64, isNullable: true),
        ExportColumn("output_value", .int64), ExportColumn("fee", .int64, isNullable: true),
      ]
    case .inputs:
      [
        ExportColumn("transaction_hash", .hash), ExportColumn("index", .int64),
        ExportColumn("block_number", .int64), ExportColumn("block_timestamp", .time),
        ExportColumn("spent_transaction_hash", .hash, isNullable: true),
        ExportColumn("spent_output_index", .int64, isNullable: true),
        ExportColumn("sequence", .int64), ExportColumn("value", .int64, isNullable: true),
        ExportColumn("type", .word(ExportTable.types), isNullable: true),
        ExportColumn("address", .text, isNullable: true),
      ]
    case .outputs:
      [
        ExportColumn("transaction_hash", .hash), ExportColumn("index", .int64),
        ExportColumn("block_number", .int64), ExportColumn("block_timestamp", .time),
        ExportColumn("value", .int64), ExportColumn("type", .word(ExportTable.types)),
        ExportColumn("address", .text, isNullable: true), ExportColumn("script_hex", .text),
        ExportColumn("in_utxo_set", .boolean),
        ExportColumn("spent_block_number", .int64, isNullable: true),
      ]
    case .addresses:
      [
        ExportColumn("address", .text, isNullable: true),
        ExportColumn("type", .word(ExportTable.types)), ExportColumn("script_hex", .text),
        ExportColumn("output_count", .int64),
        ExportColumn("total_received", .int64, isNullable: true),
        ExportColumn("balance", .int64), ExportColumn("first_block_number", .int64),
        ExportColumn("last_block_number", .int64),
      ]
    }
  }

  /// The names of scripts' kinds, at the place of their raw value.
  private static let types = ScriptKind.allCases.map(\.name)
}
