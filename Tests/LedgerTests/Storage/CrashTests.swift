import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// Whatever ends a run, the ledger is the one before or the one after, and the next run ends as if
/// nothing had happened.
@Suite("A ledger that is not finished")
struct CrashTests {
  /// What the runs do that are ended.
  enum Task: CaseIterable {
    case fresh
    /// As fresh, with what is looked up in files from the start.
    case spilled
    case append
    case reorganisation
  }

  /// A chain before and after, as block files.
  private struct World {
    let before: [Block]
    let after: [Block]

    init(_ task: Task) {
      var builder = RandomChain(seed: 40, blockCount: 25, forks: false).builder
      before = [.fresh, .spilled].contains(task) ? [] : builder.blocks
      let fork = builder.blocks[15].header.computeHash()
      if task == .reorganisation {
        for number in 0..<12 { builder.addBlock(on: number == 0 ? fork : nil, extra: [3]) }
      } else {
        for _ in 0..<12 { builder.addBlock() }
      }
      after = builder.blocks
    }
  }

  private static func index(_ blocks: [Block], _ folder: FilePath) throws {
    if blocks.isEmpty { return }
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: folder.appending("blocks"))
    try run(folder, .fresh)
  }

  private static func run(_ folder: FilePath, _ task: Task) throws {
    let tables = task == .spilled ? 0 : Int.max
    _ = try LedgerImport.run(
      blocks: folder.appending("blocks"), network: .regtest, into: folder.appending("case/ledger"),
      threads: 1, bound: ImportMemory(tables: tables, piece: 2_000))
  }

  /// The ledger's bytes that count; nil where there is none.
  private static func ledger(_ folder: FilePath) throws -> [String: [UInt8]]? {
    let path = try Folder.standing(at: folder.appending("case/ledger"))
    guard Folder.exists(path) else { return nil }
    let manifest = try Manifest(readingFrom: path)
    var files = try contents(path)
    for entry in manifest.columns {
      let bytes = files[entry.name.rawValue] ?? []
      files[entry.name.rawValue] = Array(bytes.prefix(entry.byteCount))
    }
    return files
  }

  @Test(
    "by a kill, a full disk or a power cut at any point is finished by the next run",
    arguments: Task.allCases, [DiskTrial.End.killed, .full, .powerCut])
  func anyPoint(task: Task, end: DiskTrial.End) throws {
    try endEverywhere(task, end)
  }

  @Test(
    "is finished by the next run also where folders cannot be exchanged",
    arguments: [Task.append, .reorganisation], [DiskTrial.End.killed, .powerCut])
  func withoutExchange(task: Task, end: DiskTrial.End) throws {
    try endEverywhere(task, end, canExchange: false)
  }

  /// Ends runs at points that are spread over all that they change on disk; where folders cannot be
  /// exchanged, also at each of the last fifty, among which one is moved aside.
  private func endEverywhere(_ task: Task, _ end: DiskTrial.End, canExchange: Bool = true) throws {
    let world = World(task)
    let expected = try TemporaryFolder(inMemory: true)
    try CrashTests.index(world.after, expected.path)
    let after = try CrashTests.ledger(expected.path)
    var generator = SeededGenerator(seed: 41)
    var point = 0
    var ended = 0
    var moved = 0
    let last = try CrashTests.countChanges(world, task, canExchange: canExchange)
    while true {
      let folder = try TemporaryFolder(inMemory: true)
      try Folder.create(folder.path.appending("case"))
      try CrashTests.index(world.before, folder.path)
      let before = try CrashTests.ledger(folder.path)
      try BlockFolderWriter.write(
        [world.after.map { .block($0) }], to: folder.path.appending("blocks"))
      let trial = try DiskTrial(
        end, at: point, in: folder.path.appending("case"), canExchange: canExchange)
      let wasEnded = try trial.run { try CrashTests.run(folder.path, task) }
      let left = try CrashTests.ledger(folder.path)
      #expect(left == before || left == after, "\(task), \(end) at \(point)")
      if !Folder.exists(folder.path.appending("case/ledger")), left != nil { moved += 1 }
      if left != nil {
        #expect(
          try ChainLedger(opening: folder.path.appending("case/ledger")).tipHeight > 0)
        let findings = try ChainLedger.check(folder.path.appending("case/ledger")).findings
        #expect(findings == [], "\(task), \(end) at \(point)")
      }
      try CrashTests.run(folder.path, task)
      #expect(try CrashTests.ledger(folder.path) == after, "\(task), \(end) at \(point)")
      #expect(try Folder.list(folder.path.appending("case")) == ["ledger"])
      guard wasEnded else { break }
      ended += 1
      // Every point in the long run.
      let isNearEnd = !canExchange && point >= last - 50
      point += Seeds.isLong || isNearEnd ? 1 : Int.random(in: 1...9, using: &generator)
      if !canExchange, !isNearEnd, ended > 10 { point = max(point, last - 50) }
    }
    #expect(ended >= 10, "\(ended) points")
    // What a power cut leaves is the last state that was synced, in which none is aside.
    #expect(canExchange || end != .killed || moved > 0, "no run was ended between the two renames")
  }

  /// How many changes on disk a run makes that is not ended.
  private static func countChanges(_ world: World, _ task: Task, canExchange: Bool) throws -> Int {
    let folder = try TemporaryFolder(inMemory: true)
    try Folder.create(folder.path.appending("case"))
    try index(world.before, folder.path)
    try BlockFolderWriter.write(
      [world.after.map { .block($0) }], to: folder.path.appending("blocks"))
    let trial = try DiskTrial(
      .killed, at: .max, in: folder.path.appending("case"), canExchange: canExchange)
    _ = try trial.run { try run(folder.path, task) }
    return trial.count
  }
}
