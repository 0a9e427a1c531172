import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a column comes back as it was written", arguments: [0, 1, 1000, 300_000])
  func column(count: Int) throws {
    let path = folder.path.appending("column")
    var writer = try ColumnWriter<UInt64>(path)
    for value in 0..<count { try writer.write(UInt64(value) * 3) }
    let more: [UInt64] = [5, 6]
    try writer.write(more.span)
    #expect(writer.count == count + 2)
    try writer.finish()
    let column = try Column<UInt64>(path)
    #expect(column.count == count + 2)
    let values = column.values
    for index in 0..<count where values[index] != UInt64(index) * 3 {
      Issue.record("value \(index) is \(values[index])")
    }
    #expect(values[count] == 5)
    #expect(values[count + 1] == 6)
  }

  @Test("a column of broken values is refused")
  func unevenColumn() throws {
    let path = folder.path.appending("column")
    try AtomicFile.write([1, 2, 3, 4, 5], to: path)
    do {
      _ = try Column<UInt32>(path)
      Issue.record("five bytes were taken as 32-bit values")
    } catch {
      #expect(error == .unevenSize(path: path, bytes: 5, element: 4))
      #expect("\(error)" == "\(path) has 5 bytes, which is no multiple of 4")
    }
  }

  @Test("a missing file is named with the system's reason")
  func missing() {
    let path = folder.path.appending("none")
    let error = #expect(throws: FileError.self) { try File.read(path) }
    #expect(error.map { "\($0)" } == "cannot open \(path): no such file or directory")
  }

  @Test("what is no file is refused, and a pipe is not waited for", .timeLimit(.minutes(5)))
  func noFile() throws {
    let pipe = folder.path.appending("pipe")
    try #require(mkfifo(pipe.string, 0o600) == 0)
    for path in [pipe, folder.path, "/dev/zero"] {
      #expect(throws: FileError.noFile(path: path)) { try File.read(path) }
      let error = #expect(throws: FileError.self) { _ = try MappedFile(path).count }
      #expect(error.map { "\($0)" } == "\(path) is not a regular file")
    }
  }

  @Test("a failed atomic write leaves the old file and nothing beside it")
  func atomicFailure() throws {
    let path = folder.path.appending("file")
    try AtomicFile.write("old", to: path)
    #expect(throws: FileError.locked(path: "/said")) {
      try AtomicFile.write(to: path) { writer throws(FileError) in
        try writer.write("half of it")
        throw .locked(path: "/said")
      }
    }
    #expect(try File.readText(path) == "old")
    #expect(try Folder.list(folder.path) == ["file"])
  }

  @Test("a streamed file has all that was written, whatever the pieces")
  func streaming() throws {
    let path = folder.path.appending("file")
    let pieces = [10, (1 << 20) - 1, 1, 3 << 20, 0, 7].map { [UInt8](repeating: 9, count: $0) }
    try AtomicFile.write(to: path) { writer throws(FileError) in
      for piece in pieces { try writer.write(piece) }
      #expect(writer.count == pieces.reduce(0) { $0 + $1.count })
    }
    #expect(try File.read(path) == pieces.flatMap { $0 })
  }

  @Test("reading past the end says how much was there")
  func short() throws {
    let path = folder.path.appending("file")
    try AtomicFile.write([1, 2, 3], to: path)
    let file = try OpenFile(path)
    var buffer: [UInt8] = []
    let expected = FileError.short(path: path, position: 1, needed: 5, found: 2)
    do {
      try file.read(into: &buffer, at: 1, count: 5)
      Issue.record("five bytes were read of two")
    } catch {
      #expect(error == expected)
    }
  }

  @Test("names are listed in the order of their bytes")
  func listing() throws {
    for name in ["b", "a", "B", "a1", ".h"] {
      try AtomicFile.write([], to: folder.path.appending(name))
    }
    #expect(try Folder.list(folder.path) == [".h", "B", "a", "a1", "b"])
  }

  @Test("removing deletes a link and not what it points to")
  func removal() throws {
    let kept = folder.path.appending("kept")
    try Folder.create(kept)
    try AtomicFile.write("x", to: kept.appending("x"))
    let gone = folder.path.appending("gone/in")
    try Folder.create(gone)
    try symlink(kept, at: gone.appending("link"))
    try Folder.remove(folder.path.appending("gone"))
    #expect(try Folder.list(folder.path) == ["kept"])
    #expect(try Folder.list(kept) == ["x"])
    try Folder.remove(folder.path.appending("never"))
  }

  @Test("a second name is given to a file that has one, and a copy made of any other")
  func secondNames() throws {
    let old = folder.path.appending("old")
    try AtomicFile.write("kept", to: old)
    func write(under name: String, of file: FilePath) throws -> [UInt8] {
      let path = folder.path.appending(name)
      try File.link(file, as: path)
      var writer = try ColumnWriter<UInt8>(path, keeping: 4)
      try writer.write(UInt8(ascii: "!"))
      try writer.finish()
      #expect(try File.read(path) == Array("kept!".utf8))
      return try File.read(old)
    }
    // Two names of one file: what is written under one shows under the other.
    #expect(try write(under: "second", of: old) == Array("kept!".utf8))
    try AtomicFile.write("kept", to: old)
    try File.link(old, as: folder.path.appending("snapshot"))
    #expect(try write(under: "third", of: old) == Array("kept".utf8))
    try Folder.remove(folder.path.appending("snapshot"))
    let link = folder.path.appending("link")
    try symlink(old, at: link)
    #expect(try write(under: "fourth", of: link) == Array("kept".utf8))
  }

  @Test("a file that may not be written is copied, not shared, and stays as it was")
  func readOnly() throws {
    let old = folder.path.appending("old")
    try AtomicFile.write("kept", to: old)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: old.string)
    let path = folder.path.appending("new")
    try File.link(old, as: path)
    var writer = try ColumnWriter<UInt8>(path, keeping: 4)
    try writer.write(UInt8(ascii: "!"))
    try writer.finish()
    #expect(try File.read(path) == Array("kept!".utf8))
    #expect(try File.read(old) == Array("kept".utf8))
  }

  @Test("what processes that are gone had begun to write is removed, what others write is not")
  func leftovers() throws {
    let process = try Process.run(URL(fileURLWithPath: "/bin/true"), arguments: [])
    process.waitUntilExit()
    let kept = [
      ".a.writing-\(getpid())", ".a.writing-", ".a.writing-0", ".a.writing-x", ".b.writing-1", "a",
    ]
    for name in kept + [".a.writing-\(process.processIdentifier)"] {
      try Data().write(to: URL(fileURLWithPath: folder.path.appending(name).string))
    }
    try AtomicFile.removeLeftovers(of: folder.path.appending("a"))
    #expect(try Folder.list(folder.path) == kept.sorted())
    try AtomicFile.removeLeftovers(of: folder.path.appending("never/a"))
  }
}
