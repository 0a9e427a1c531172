import Files
import SystemPackage
import TestSupport
import Testing

@Suite("A folder that takes another one's place")
struct FolderSwapTests {
  private let folder: TemporaryFolder
  private var target: FilePath { folder.path.appending("a") }

  init() throws { folder = try TemporaryFolder() }

  private func put(_ text: String, _ path: FilePath) throws {
    try Folder.create(path)
    try AtomicFile.write(text, to: path.appending("text"))
  }

  private func build(_ text: String, at path: FilePath) throws {
    try Folder.build(at: path, replacing: true) { temporary throws(FileError) in
      try AtomicFile.write(text, to: temporary.appending("text"))
    }
  }

  private func text(_ path: FilePath) throws -> String? {
    try File.readText(path.appending("text"))
  }

  /// Runs `body` on a disk that answers an exchange of two folders with `reason`, and that does no
  /// more than `renames` renames: the run is ended at the next.
  private func run(_ reason: Errno, renames: Int = .max, _ body: () throws -> Void) throws {
    let count = Counter()
    try DiskWatch.watch(
      folder.path,
      { action, path throws(FileError) in
        if action == .exchange { throw .refused(action, path: path, reason: reason) }
        if action == .rename { count.add() }
        if count.value > renames { throw .refused(action, path: path, reason: .ioError) }
      }, while: body)
  }

  // MARK: - Links

  @Test("lies where a link leads, which stays", arguments: ["disk/a", "../a-b/disk/a"])
  func link(to target: String) throws {
    let root = folder.path.appending("a-b")
    try Folder.create(root.appending("disk"))
    let link = root.appending("link")
    try symlink(FilePath(target), at: link)
    for text in ["one", "two", "three"] {
      try build(text, at: link)
      #expect(try self.text(root.appending("disk/a")) == text)
      #expect(try Folder.list(root) == ["disk", "link"])
      #expect(try Folder.list(root.appending("disk")) == ["a"])
    }
  }

  @Test("is refused where a link leads in a circle")
  func circle() throws {
    try symlink("a", at: target)
    #expect(
      throws: FileError.refused(.inspect, path: target, reason: .tooManySymbolicLinkLevels)
    ) { try build("one", at: target) }
    #expect(throws: FileError.self) { try Folder.standing(at: target) }
    #expect(throws: FileError.self) { try File.isPresent(target.appending("text")) }
    #expect(throws: FileError.self) { try Folder.isPresent(target) }
  }

  @Test("is not made in what a link in its place beside leads to")
  func linkBeside() throws {
    let precious = folder.path.appending("precious")
    try put("mine", precious)
    for leads in [precious, folder.path.appending("nowhere")] {
      try symlink(leads, at: folder.path.appending(".a.building"))
      try build("new", at: target)
      #expect(try text(target) == "new")
      #expect(try text(precious) == "mine")
      #expect(try Folder.list(folder.path) == ["a", "precious"])
    }
    try symlink(precious, at: folder.path.appending(".a.building"))
    try Folder.settle(target)
    #expect(try text(precious) == "mine")
    #expect(try Folder.list(folder.path) == ["a", "precious"])
  }

  @Test("is refused at once at the top of a disk")
  func topOfDisk() {
    #expect(throws: FileError.topOfDisk(path: "/proc")) {
      try Folder.build(at: "/proc", replacing: true) { _ throws(FileError) in
        Issue.record("built")
      }
    }
  }

  // MARK: - Where folders cannot be exchanged

  @Test(
    "takes it by two renames where folders cannot be exchanged",
    arguments: [Errno.invalidArgument, .noFunction, .notSupported])
  func twoRenames(reason: Errno) throws {
    try put("old", target)
    try run(reason) { try build("new", at: target) }
    #expect(try text(target) == "new")
    #expect(try Folder.list(folder.path) == ["a"])
  }

  @Test("stays away where the exchange fails", arguments: [Errno.ioError, .permissionDenied])
  func failedExchange(reason: Errno) throws {
    try put("old", target)
    let expected = FileError.refused(
      .exchange, path: folder.path.appending(".a.building"), reason: reason)
    #expect(throws: expected) { try run(reason) { try build("new", at: target) } }
    #expect(try text(target) == "old")
    #expect(try Folder.list(folder.path) == ["a"])
  }

  @Test("goes back when the run was ended between two renames")
  func endedBetween() throws {
    try put("old", target)
    // One rename makes the file, one moves the old folder aside.
    #expect(throws: FileError.self) {
      try run(.invalidArgument, renames: 2) { try build("new", at: target) }
    }
    #expect(try Folder.list(folder.path) == [".a.building", ".a.replaced"])
    #expect(try text(Folder.standing(at: target)) == "old")
    try Folder.settle(target)
    #expect(try Folder.list(folder.path) == ["a"])
    #expect(try text(target) == "old")
  }

  @Test("is built after a run that was ended between two renames, through a link too")
  func builtAfter() throws {
    try Folder.create(folder.path.appending("disk"))
    try symlink("disk/a", at: target)
    try put("old", folder.path.appending("disk/a"))
    #expect(throws: FileError.self) {
      try run(.invalidArgument, renames: 2) { try build("new", at: target) }
    }
    #expect(try text(Folder.standing(at: target)) == "old")
    try Folder.build(at: target, replacing: true) { temporary throws(FileError) in
      let isBack = try? text(target) == "old"
      #expect(isBack == true)
      try AtomicFile.write("newer", to: temporary.appending("text"))
    }
    #expect(try text(target) == "newer")
    #expect(try Folder.list(folder.path) == ["a", "disk"])
    #expect(try Folder.list(folder.path.appending("disk")) == ["a"])
  }

  @Test("stays when the run was ended after both renames")
  func endedAfter() throws {
    try put("new", target)
    try put("old", folder.path.appending(".a.replaced"))
    #expect(try Folder.standing(at: target) == target)
    try Folder.settle(target)
    #expect(try text(target) == "new")
    #expect(try Folder.list(folder.path) == ["a"])
  }

  @Test("a run that is under way is let be")
  func underWay() throws {
    try put("old", target)
    try Folder.build(at: target, replacing: true) { temporary throws(FileError) in
      try AtomicFile.write("new", to: temporary.appending("text"))
      try Folder.settle(target)
      let isThere = try? text(temporary) == "new"
      #expect(isThere == true)
    }
    #expect(try text(target) == "new")
  }
}

private final class Counter: @unchecked Sendable {
  // Safe: the watched code runs on one thread.
  private(set) var value = 0
  func add() { value += 1 }
}
