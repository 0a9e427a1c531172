/// What ends the reading of a chain.
enum ImportStop: Error {
  /// Nothing can be done.
  case failed(LedgerError)
  /// The record of the block at a height is not the block that its header names; another chain may do.
  case damaged(height: Int, BlockFault)
  /// The block at a height breaks a rule; another chain may do.
  case refused(height: Int, BlockFlaw)
}

extension ImportStop {
  /// The value of `body`, whose errors end all.
  static func wrapping<Value: ~Copyable>(
    _ body: () throws(LedgerError) -> Value
  ) throws(ImportStop) -> Value {
    do throws(LedgerError) { return try body() } catch { throw .failed(error) }
  }
}
