import Files
import SystemPackage
import TestSupport
import Testing

@Suite("GrowingColumn")
struct GrowingColumnTests {
  @Test(
    "is the array that the same steps make, in memory and in files", arguments: Seeds.of(1...10))
  func asArray(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let folder = try TemporaryFolder()
    let path = folder.path.appending("column")
    var column = GrowingColumn<UInt32>()
    var expected: [UInt32] = []
    for step in 0..<200 {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where step > 100 && !column.isMapped:
        try column.move(to: path)
        let held = column.heldBytes
        #expect(held == 0)
      case 1, 2, 3:
        let values = (0..<Int.random(in: 0...3_000, using: &generator)).map { _ in
          UInt32(truncatingIfNeeded: generator.next())
        }
        try column.reserve(values.count)
        column.append(values.span)
        expected += values
      case 4:
        try column.reserve(5)
        column.append(repeating: 7, count: 5)
        expected += [7, 7, 7, 7, 7]
      default:
        try column.reserve(1)
        column.append(UInt32(step))
        expected.append(UInt32(step))
        let place = Int.random(in: 0..<expected.count, using: &generator)
        column[place] &+= 3
        expected[place] &+= 3
      }
      let count = column.count
      #expect(count == expected.count)
    }
    var isSame = true
    for index in expected.indices where column[index] != expected[index] { isSame = false }
    #expect(isSame, "seed \(seed)")
    try column.finish(as: path)
    let written = try Column<UInt32>(path)
    let found = array(written.values)
    #expect(found == expected, "seed \(seed)")
  }

  @Test("goes on from a file's first values")
  func fromFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path.appending("column")
    var writer: ColumnWriter<UInt64> = try ColumnWriter(path)
    for value in 0..<10 { try writer.write(UInt64(value)) }
    try writer.finish()
    var column: GrowingColumn<UInt64> = try GrowingColumn(path, count: 6)
    let isMapped = column.isMapped
    #expect(isMapped)
    try column.reserve(1)
    column.append(99)
    column[0] = 5
    try column.finish(as: path)
    let written = try Column<UInt64>(path)
    let found = array(written.values)
    #expect(found == [5, 1, 2, 3, 4, 5, 99])
    #expect(
      throws: FileError.short(path: path, position: 0, needed: 64, found: 56)
    ) { _ = try GrowingColumn<UInt64>(path, count: 8).count }
  }

  @Test("keeps what its file has where it was in memory")
  func keeping() throws {
    let folder = try TemporaryFolder()
    let path = folder.path.appending("column")
    try AtomicFile.write([1, 2, 3, 4], to: path)
    var column = GrowingColumn<UInt8>()
    try column.reserve(5)
    for value in 5..<10 { column.append(UInt8(value)) }
    try column.finish(as: path, keeping: 2)
    #expect(try File.read(path) == [1, 2, 7, 8, 9])
  }

  @Test("begins with zeros, in memory and in a file")
  func zeros() throws {
    let folder = try TemporaryFolder()
    for path in [nil, folder.path.appending("zeros")] {
      var column: GrowingColumn<UInt64> = try GrowingColumn(zeros: 1_000, at: path)
      var sum: UInt64 = 0
      for place in 0..<1_000 { sum += column[place] }
      column[999] = 1
      let isMapped = column.isMapped
      #expect(sum == 0)
      #expect(isMapped == (path != nil))
    }
  }

  @Test("a place that is not there ends the process")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      let column = GrowingColumn<UInt8>()
      _ = column[0]
    }
    await #expect(processExitsWith: .failure) {
      var column = GrowingColumn<UInt8>()
      column.append(1)
    }
  }

  private func array<Element: BitwiseCopyable>(_ values: Span<Element>) -> [Element] {
    values.indices.map { values[$0] }
  }
}
