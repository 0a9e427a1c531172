import Files
import Foundation
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Runs that build one folder at the same time.
@Suite("Folder.build beside others")
struct FolderRaceTests {
  private let folder: TemporaryFolder
  private var target: FilePath { folder.path.appending("a") }

  init() throws { folder = try TemporaryFolder(inMemory: true) }

  @Test("a folder that another run makes between our look and our making is taken as made")
  func madeMeanwhile() throws {
    let looks = Atomic<Int>(0)
    try DiskWatch.watch(folder.path) { action, path throws(FileError) in
      guard action == .create, path.lastComponent?.string == ".a.building" else { return }
      looks.wrappingAdd(1, ordering: .relaxed)
      unsafe path.withPlatformString { _ = unsafe mkdir($0, 0o777) }
    } while: {
      try Folder.build(at: target) { temporary throws(FileError) in
        try AtomicFile.write("whole", to: temporary.appending("text"))
      }
    }
    #expect(looks.load(ordering: .relaxed) == 1)
    #expect(try Folder.list(folder.path) == ["a"])
  }

  @Test("one gets its turn, the others find it in use, and what stands is whole")
  func manyAtOnce() throws {
    let built = Atomic<Int>(0)
    let failures = Mutex<[String]>([])
    let path = target
    let runs = (0..<4).map { run in
      Thread {
        for round in 0..<300 {
          do throws(FileError) {
            try Folder.settle(path)
            try Folder.build(at: path, replacing: true) { temporary throws(FileError) in
              for name in ["one", "two"] {
                try AtomicFile.write("\(run) \(round)", to: temporary.appending(name))
              }
            }
            built.wrappingAdd(1, ordering: .relaxed)
          } catch {
            if case .locked = error { continue }
            failures.withLock { $0.append("\(error)") }
          }
        }
      }
    }
    for run in runs { run.start() }
    while runs.contains(where: { !$0.isFinished }) { usleep(1_000) }
    #expect(failures.withLock { Array($0.prefix(5)) } == [])
    #expect(built.load(ordering: .relaxed) > 0)
    #expect(try Folder.list(folder.path) == ["a"])
    #expect(
      try File.readText(target.appending("one")) == File.readText(target.appending("two")))
  }
}
