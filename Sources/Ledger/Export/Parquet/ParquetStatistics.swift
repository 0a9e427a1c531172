import Bitcoin

/// What a reader may skip a row group by (parquet.thrift: `Statistics`).
struct ParquetStatistics: Equatable, Sendable {
  var nullCount: Int
  /// The least and the greatest value, encoded as PLAIN does without a length; nil where there is no
  /// value, or where it would take too much room.
  var range: (least: [UInt8], greatest: [UInt8])?

  /// Longer texts have no range in the statistics.
  private static let longest = 256

  static func == (left: ParquetStatistics, right: ParquetStatistics) -> Bool {
    left.nullCount == right.nullCount && left.range?.least == right.range?.least
      && left.range?.greatest == right.range?.greatest
  }

  /// The statistics of all values of a column.
  init(_ cells: CellColumn) {
    nullCount = cells.nullCount
    guard cells.nullCount < cells.count else { return }
    switch cells.column.kind {
    case .boolean, .int32, .int64, .time: range = ParquetStatistics.numbers(cells)
    case .hash: range = ParquetStatistics.hashes(cells)
    case .text: range = ParquetStatistics.texts(cells)
    case .word(let words): range = ParquetStatistics.words(cells, words)
    }
  }

  private static func numbers(_ cells: CellColumn) -> (least: [UInt8], greatest: [UInt8]) {
    var least = Int64.max
    var greatest = Int64.min
    for row in 0..<cells.count where cells.hasValue(row) {
      least = min(least, cells.integers[row])
      greatest = max(greatest, cells.integers[row])
    }
    func encoded(_ value: Int64) -> [UInt8] {
      var one = CellColumn(ExportColumn(cells.column.name, cells.column.kind), capacity: 1)
      one.append(value)
      var writer = ByteWriter()
      one.appendPlainParquet(0..<1, to: &writer)
      return writer.bytes
    }
    return (encoded(least), encoded(greatest))
  }

  private static func hashes(_ cells: CellColumn) -> (least: [UInt8], greatest: [UInt8]) {
    // Hashes compare as they are printed, which is as their bytes compare in Parquet.
    var least: Hash256?
    var greatest: Hash256?
    for row in 0..<cells.count where cells.hasValue(row) {
      let hash = cells.hashes[row]
      least = least.map { min($0, hash) } ?? hash
      greatest = greatest.map { max($0, hash) } ?? hash
    }
    return ((least ?? .zero).bytes.reversed(), (greatest ?? .zero).bytes.reversed())
  }

  private static func texts(_ cells: CellColumn) -> (least: [UInt8], greatest: [UInt8])? {
    var least: Int?
    var greatest: Int?
    func precedes(_ left: Int, _ right: Int) -> Bool {
      cells.bytes[cells.text(left)].lexicographicallyPrecedes(cells.bytes[cells.text(right)])
    }
    for row in 0..<cells.count where cells.hasValue(row) {
      if least.map({ precedes(row, $0) }) ?? true { least = row }
      if greatest.map({ precedes($0, row) }) ?? true { greatest = row }
    }
    guard let least, let greatest else { return nil }
    let (first, last) = (cells.text(least), cells.text(greatest))
    guard first.count <= longest, last.count <= longest else { return nil }
    return (Array(cells.bytes[first]), Array(cells.bytes[last]))
  }

  private static func words(
    _ cells: CellColumn, _ words: [String]
  ) -> (least: [UInt8], greatest: [UInt8])? {
    var isUsed = [Bool](repeating: false, count: words.count)
    for row in 0..<cells.count where cells.hasValue(row) { isUsed[Int(cells.integers[row])] = true }
    let used = words.indices.filter { isUsed[$0] }.map { Array(words[$0].utf8) }
      .sorted { $0.lexicographicallyPrecedes($1) }
    guard let least = used.first, let greatest = used.last else { return nil }
    return (least, greatest)
  }
}
