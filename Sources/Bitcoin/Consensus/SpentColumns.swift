/// Coins that are spent, as columns: the scripts lie end to end.
public struct SpentColumns: Sendable {
  /// A coin's row.
  public struct Row: Sendable {
    /// How much it holds.
    public let value: Satoshi
    /// The height of the block that made it.
    public let height: UInt32
    /// Whether a coinbase made it.
    public let isCoinbase: Bool
    /// Where its script lies in the bytes.
    public let script: Range<Int>
  }

  /// The scripts' bytes.
  public private(set) var bytes: [UInt8] = []
  /// The coins in the order in which they were added.
  public private(set) var rows: [Row] = []

  /// No coins.
  public init() {}

  /// No coins, with room for `count` of the usual size.
  public init(capacity count: Int) {
    rows.reserveCapacity(count)
    bytes.reserveCapacity(25 * count)
  }

  /// The columns of coins of objects.
  public init(_ coins: [Coin]) {
    for coin in coins {
      append(
        value: coin.output.value, height: coin.height, isCoinbase: coin.isCoinbase,
        script: coin.output.scriptPubKey.bytes.span)
    }
  }

  /// Adds a coin.
  public mutating func append(
    value: Satoshi, height: UInt32, isCoinbase: Bool, script: Span<UInt8>
  ) {
    let start = bytes.count
    // Safe: the buffer is read within the closure alone.
    unsafe script.withUnsafeBufferPointer { buffer in unsafe bytes.append(contentsOf: buffer) }
    rows.append(
      Row(
        value: value, height: height, isCoinbase: isCoinbase, script: start..<bytes.count))
  }

  /// The object of a coin's output.
  public func makeOutput(at row: Int) -> TxOut {
    TxOut(
      value: rows[row].value, scriptPubKey: ScriptPubKey(Array(bytes[rows[row].script])))
  }
}
