/// Writes the cells of a row as CSV or JSON has them.
extension CellColumn {
  /// Adds a row's value as a field of RFC 4180: nothing where there is none, two quotes for an empty text.
  func appendCSV(_ row: Int, to text: inout [UInt8]) {
    guard hasValue(row) else { return }
    switch column.kind {
    case .text:
      let range = self.text(row)
      if range.isEmpty || CellColumn.needsQuotes(bytes.span.extracting(range)) {
        CellColumn.appendQuoted(bytes.span.extracting(range), to: &text)
      } else {
        text.append(contentsOf: bytes[range])
      }
    default: appendPlain(row, to: &text)
    }
  }

  /// Adds a row's value as JSON.
  func appendJSON(_ row: Int, to text: inout [UInt8]) {
    guard hasValue(row) else { return text.append(contentsOf: "null".utf8) }
    switch column.kind {
    case .int32, .int64, .boolean: appendPlain(row, to: &text)
    case .time, .hash, .word:
      text.append(UInt8(ascii: "\""))
      appendPlain(row, to: &text)
      text.append(UInt8(ascii: "\""))
    case .text: CellColumn.appendJSONString(bytes.span.extracting(self.text(row)), to: &text)
    }
  }

  /// Adds what is written the same way in both.
  private func appendPlain(_ row: Int, to text: inout [UInt8]) {
    switch column.kind {
    case .int32, .int64: text.appendDecimal(integers[row])
    case .boolean: text.append(contentsOf: (integers[row] == 0 ? "false" : "true").utf8)
    case .time: text.appendTime(integers[row])
    case .hash: text.appendHex(hashes[row])
    case .word(let words): text.append(contentsOf: words[Int(integers[row])].utf8)
    case .text: text.append(contentsOf: bytes[self.text(row)])
    }
  }

  // MARK: - Quoting

  private static func needsQuotes(_ value: Span<UInt8>) -> Bool {
    for index in 0..<value.count {
      switch value[index] {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        return true
      default: continue
      }
    }
    return false
  }

  private static func appendQuoted(_ value: Span<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for index in 0..<value.count {
      if value[index] == UInt8(ascii: "\"") { text.append(UInt8(ascii: "\"")) }
      text.append(value[index])
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func appendJSONString(_ value: Span<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for index in 0..<value.count {
      switch value[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(value[index])
      case ..<0x20:
        text.append(contentsOf: "\\u00".utf8)
        text.appendHex([value[index]].span)
      default: text.append(value[index])
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}

extension TableBatch {
  /// About as many bytes as the cells' text takes.
  private var likelyTextSize: Int {
    columns.reduce(0) { $0 + 66 * $1.hashes.count + 12 * $1.integers.count + $1.bytes.count }
  }

  /// The rows as lines of CSV.
  func csv() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(likelyTextSize)
    for row in 0..<rowCount {
      for place in columns.indices {
        if place > 0 { text.append(UInt8(ascii: ",")) }
        columns[place].appendCSV(row, to: &text)
      }
      text.append(contentsOf: "\r\n".utf8)
    }
    return text
  }

  /// The rows as JSON objects, one a line.
  func jsonLines() -> [UInt8] {
    // Names are fixed and have no character that JSON would have to escape.
    let keys = columns.enumerated().map { place, cells in
      Array("\(place == 0 ? "{" : ",")\"\(cells.column.name)\":".utf8)
    }
    var text: [UInt8] = []
    text.reserveCapacity(likelyTextSize + rowCount * keys.reduce(8) { $0 + $1.count })
    for row in 0..<rowCount {
      for place in columns.indices {
        text.append(contentsOf: keys[place])
        columns[place].appendJSON(row, to: &text)
      }
      text.append(contentsOf: "}\n".utf8)
    }
    return text
  }
}
