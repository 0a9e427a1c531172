import Files
import SystemPackage
import TestSupport
import Testing

@Suite("Folder.build")
struct FolderBuildTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a whole folder appears in its place, and nothing beside it")
  func whole() throws {
    let target = folder.path.appending("a")
    let value = try Folder.build(at: target) { temporary throws(FileError) in
      #expect(!Folder.exists(target))
      try AtomicFile.write("one", to: temporary.appending("one"))
      try Folder.create(temporary.appending("in/deep"))
      return 7
    }
    #expect(value == 7)
    #expect(try Folder.list(folder.path) == ["a"])
    #expect(try Folder.list(target) == ["in", "one"])
    #expect(try File.readText(target.appending("one")) == "one")
  }

  @Test("an error leaves nothing, not even the folders above that it made")
  func nothingLeft() throws {
    let target = folder.path.appending("x/y/z")
    #expect(throws: FileError.locked(path: "/said/by/the/test")) {
      try Folder.build(at: target) { temporary throws(FileError) in
        try AtomicFile.write("half", to: temporary.appending("half"))
        throw .locked(path: "/said/by/the/test")
      }
    }
    #expect(try Folder.isEmpty(folder.path))
  }

  @Test("what somebody else put into a folder above stays there after an error")
  func somebodyElse() throws {
    let other = folder.path.appending("x/other")
    #expect(throws: FileError.locked(path: "/said")) {
      try Folder.build(at: folder.path.appending("x/y/z")) { _ throws(FileError) in
        try AtomicFile.write("theirs", to: other)
        throw .locked(path: "/said")
      }
    }
    #expect(try Folder.list(folder.path.appending("x")) == ["other"])
  }

  @Test("a folder that is not empty is refused and left alone")
  func notEmpty() throws {
    let target = folder.path.appending("full")
    try Folder.create(target)
    try AtomicFile.write("mine", to: target.appending("mine"))
    #expect(throws: FileError.notEmpty(path: target)) {
      try Folder.build(at: target) { _ throws(FileError) in }
    }
    #expect(try Folder.list(folder.path) == ["full"])
    #expect(try Folder.list(target) == ["mine"])
  }

  @Test("an empty folder is taken over")
  func empty() throws {
    let target = folder.path.appending("empty")
    try Folder.create(target)
    try Folder.build(at: target) { temporary throws(FileError) in
      try AtomicFile.write("new", to: temporary.appending("new"))
    }
    #expect(try Folder.list(target) == ["new"])
  }

  @Test("a full folder is replaced at once if that is asked for")
  func replacing() throws {
    let target = folder.path.appending("full")
    try Folder.create(target)
    try AtomicFile.write("old", to: target.appending("old"))
    #expect(throws: FileError.notEmpty(path: "/said")) {
      try Folder.build(at: target, replacing: true) { _ throws(FileError) in
        throw .notEmpty(path: "/said")
      }
    }
    #expect(try Folder.list(target) == ["old"])
    try Folder.build(at: target, replacing: true) { temporary throws(FileError) in
      try AtomicFile.write("new", to: temporary.appending("new"))
    }
    #expect(try Folder.list(target) == ["new"])
    #expect(try Folder.list(folder.path) == ["full"])
  }

  @Test("what a crash left of an earlier try is removed first")
  func leftover() throws {
    let left = folder.path.appending(".a.building")
    try Folder.create(left)
    try AtomicFile.write("junk", to: left.appending("junk"))
    try Folder.build(at: folder.path.appending("a")) { temporary throws(FileError) in
      #expect(try Folder.isEmpty(temporary))
    }
    #expect(try Folder.list(folder.path) == ["a"])
  }

  @Test("two cannot build the same folder at once")
  func locked() throws {
    let target = folder.path.appending("a")
    try Folder.build(at: target) { temporary throws(FileError) in
      let expected = FileError.locked(path: temporary)
      #expect(throws: expected) { try Folder.build(at: target) { _ throws(FileError) in } }
    }
    #expect(try Folder.list(folder.path) == ["a"])
  }
}
