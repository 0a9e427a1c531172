import Files
import SystemPackage

/// The outputs of each script in chain order, one script after the other, and where each begins.
struct ScriptGrouping: ~Copyable, Sendable {
  private var first: GrowingColumn<UInt64>
  private var outputs: GrowingColumn<OutputIndex>
  private let maker: ColumnMaker

  /// Groups the outputs of the column that the sink has written; in files where `isMapped`.
  ///
  /// - Throws: `refused`, `short`.
  static func group(
    _ maker: ColumnMaker, _ counts: RowCounts, isMapped: Bool
  ) throws(FileError) -> ScriptGrouping {
    func place(_ name: ColumnName) -> FilePath? { isMapped ? maker.path(of: name) : nil }
    let scripts: GrowingColumn<ScriptIndex> = try GrowingColumn(
      maker.path(of: .outputScript), count: counts.outputs)
    var grouping = ScriptGrouping(
      first: try GrowingColumn(zeros: counts.scripts + 1, at: place(.scriptFirstOutput)),
      outputs: try GrowingColumn(zeros: counts.outputs, at: place(.scriptOutputs)), maker: maker)
    grouping.count(scripts)
    grouping.list(scripts)
    return grouping
  }

  private init(
    first: consuming GrowingColumn<UInt64>, outputs: consuming GrowingColumn<OutputIndex>,
    maker: ColumnMaker
  ) {
    self.first = first
    self.outputs = outputs
    self.maker = maker
  }

  /// Makes each place the end of its script's outputs.
  private mutating func count(_ scripts: borrowing GrowingColumn<ScriptIndex>) {
    for output in 0..<scripts.count {
      first[scripts[output].position] += 1
    }
    var end: UInt64 = 0
    for script in 0..<first.count {
      end += first[script]
      first[script] = end
    }
  }

  /// Lists the outputs from the last on, which makes each end the beginning.
  private mutating func list(_ scripts: borrowing GrowingColumn<ScriptIndex>) {
    for output in (0..<scripts.count).reversed() {
      let script = scripts[output].position
      first[script] -= 1
      outputs[Int(first[script])] = OutputIndex(output)
    }
  }

  /// Ends both columns.
  ///
  /// - Throws: `refused`.
  func finish() throws(FileError) {
    try first.finish(as: maker.path(of: .scriptFirstOutput))
    try outputs.finish(as: maker.path(of: .scriptOutputs))
  }
}
