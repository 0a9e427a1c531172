import Bitcoin
import Files
import SystemPackage

extension Resolver {
  /// How many rows of each kind there are.
  var counts: RowCounts {
    RowCounts(
      blocks: blockFirstTransaction.count - 1, transactions: txids.count,
      inputs: Int(firstInput.last ?? 0), outputs: values.count, scripts: scripts.count)
  }

  /// Writes the columns that were held in memory, beside those that the sink has finished.
  ///
  /// - Throws: `file`.
  mutating func writeColumns(with maker: ColumnMaker) throws(LedgerError) {
    func write<Element: BitwiseCopyable & Sendable>(
      _ name: ColumnName, _ values: Span<Element>
    ) throws(LedgerError) {
      try LedgerError.wrapping { () throws(FileError) in
        var writer: ColumnWriter<Element> = try maker.open(name)
        try writer.write(values.extracting(writer.count..<values.count))
        try writer.finish(syncing: false)
      }
    }
    try write(.blockFirstTransaction, blockFirstTransaction.span)
    try write(.txid, txids.span)
    try write(.txFirstInput, firstInput.span)
    try write(.txFirstOutput, firstOutput.span)
    try write(.txOverwritten, overwritten.span)
    try write(.txTable, table.slots.span)
    try write(.outputValue, values.span)
    settleSpenders()
    try write(.outputSpender, spenders.span)
    try write(.scriptKind, scripts.kinds.span)
    try write(.scriptFirstByte, scripts.firstByte.span)
    try write(.scriptBytes, scripts.bytes.span)
    try write(.scriptTable, scripts.table.slots.span)
    let outputScript = try LedgerError.wrapping { () throws(FileError) in
      try Column<ScriptIndex>(maker.folder.appending(ColumnName.outputScript.rawValue))
    }
    let (first, outputs) = Resolver.groupByScript(outputScript.values, scriptCount: scripts.count)
    try write(.scriptFirstOutput, first.span)
    try write(.scriptOutputs, outputs.span)
  }

  /// The outputs of each script in chain order, one script after the other, and where each begins.
  private static func groupByScript(
    _ outputScript: Span<ScriptIndex>, scriptCount: Int
  ) -> (first: [UInt64], outputs: [OutputIndex]) {
    var first = [UInt64](repeating: 0, count: scriptCount + 1)
    for output in outputScript.indices { first[outputScript[output].position + 1] += 1 }
    for script in 0..<scriptCount { first[script + 1] += first[script] }
    var next = first
    var outputs = [OutputIndex](repeating: .none, count: outputScript.count)
    for output in outputScript.indices {
      let script = outputScript[output].position
      outputs[Int(next[script])] = OutputIndex(output)
      next[script] += 1
    }
    return (first, outputs)
  }
}
