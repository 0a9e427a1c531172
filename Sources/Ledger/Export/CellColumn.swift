import Bitcoin

/// The values of one column over a run of rows, in memory.
///
/// A row without a value has a zero, or an empty text, in its place, so that row r is at place r.
struct CellColumn: Sendable {
  let column: ExportColumn
  private(set) var count = 0
  private(set) var nullCount = 0
  /// Numbers, seconds, 0 or 1 for booleans, places of words.
  private(set) var integers: [Int64] = []
  private(set) var hashes: [Hash256] = []
  /// Texts, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// Where the texts begin in `bytes`, and at the end their size.
  private(set) var starts: [Int] = [0]
  /// Whether each row has a value; empty where the column is not nullable.
  private(set) var isPresent: [Bool] = []

  /// A column with room for so many rows.
  init(_ column: ExportColumn, capacity: Int) {
    self.column = column
    if column.isNullable { isPresent.reserveCapacity(capacity) }
    switch column.kind {
    case .hash: hashes.reserveCapacity(capacity)
    case .text: starts.reserveCapacity(capacity + 1)
    case .int32, .int64, .boolean, .time, .word: integers.reserveCapacity(capacity)
    }
  }

  // MARK: - Filling

  mutating func append(_ value: Int64) {
    integers.append(value)
    pass()
  }

  mutating func append(_ value: Int) { append(Int64(value)) }

  mutating func append(_ value: Bool) { append(Int64(value ? 1 : 0)) }

  mutating func append(_ hash: Hash256) {
    hashes.append(hash)
    pass()
  }

  /// Adds a row whose text is what `write` adds to the texts; without a value where it says false.
  mutating func appendText(_ write: (inout [UInt8]) -> Bool) {
    let isThere = write(&bytes)
    starts.append(bytes.count)
    pass(isThere)
  }

  /// Adds a row without a value.
  ///
  /// - Precondition: the column is nullable.
  mutating func appendNull() {
    switch column.kind {
    case .hash: hashes.append(.zero)
    case .text: starts.append(bytes.count)
    case .int32, .int64, .boolean, .time, .word: integers.append(0)
    }
    pass(false)
  }

  private mutating func pass(_ isThere: Bool = true) {
    count += 1
    if !isThere { nullCount += 1 }
    if column.isNullable { isPresent.append(isThere) } else { precondition(isThere) }
  }

  // MARK: - Reading

  /// Whether a row has a value.
  func hasValue(_ row: Int) -> Bool { isPresent.isEmpty || isPresent[row] }

  /// Where a row's text is in `bytes`.
  func text(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
}

/// A run of rows of a table, in memory.
struct TableBatch: Sendable {
  var columns: [CellColumn] = []

  var rowCount: Int { columns.first?.count ?? 0 }
}
