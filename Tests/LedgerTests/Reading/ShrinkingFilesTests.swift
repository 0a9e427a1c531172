import Bitcoin
import Files
import Foundation
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// A node cuts off what it allocated ahead when it begins the next file, whoever reads it meanwhile.
@Suite("Block files that become shorter while they are read")
struct ShrinkingFilesTests {
  private let folder: TemporaryFolder
  private let chain = RandomChain(seed: 51, blockCount: 12).builder
  private let records: [UInt8]
  private var file: FilePath { folder.path.appending("blk00000.dat") }

  init() throws {
    folder = try TemporaryFolder()
    records = chain.blocks.flatMap { BlockFolderWriter.record($0) }
    try BlockFolderWriter.write([[.raw(records)]], to: folder.path)
  }

  /// Cuts the file, or fills it up with zeros.
  private func cut(to count: Int) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.string))
    try handle.truncate(atOffset: UInt64(count))
    try handle.close()
  }

  @Test("are searched once more from the beginning")
  func again() throws {
    try cut(to: records.count + (1 << 22))
    let source = try BlockFileSource(
      BlockFolder(folder.path, network: .regtest), file: 0, network: .regtest)
    var sizes: [Int] = []
    var found: [BlockRecord] = []
    try source.search { reader, size in
      sizes.append(size)
      found = []
      while let record = reader.next() {
        found.append(record)
        if sizes.count == 1, found.count == 3 { try? cut(to: records.count) }
      }
    }
    #expect(sizes == [records.count + (1 << 22), records.count])
    #expect(found.count == chain.blocks.count)
  }

  @Test("are an error where they become shorter each time")
  func hopeless() throws {
    try cut(to: records.count + (1 << 22))
    let source = try BlockFileSource(
      BlockFolder(folder.path, network: .regtest), file: 0, network: .regtest)
    var tries = 0
    let error = #expect(throws: LedgerError.self) {
      try source.search { reader, size in
        tries += 1
        _ = reader.next()
        try? cut(to: size - 1)
        while reader.next() != nil {}
      }
    }
    guard case .file(.short) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tries == 8)
  }

  @Test("give the same blocks in each of many scans while a tail comes and goes")
  func comesAndGoes() throws {
    let isDone = Atomic<Bool>(false)
    let blocks = try BlockFolder(folder.path, network: .regtest)
    let scans = try Workers.map(count: 2, threads: 2) { number -> [BlockFileScan] in
      if number == 0 {
        while !isDone.load(ordering: .acquiring) {
          try cut(to: records.count + (1 << 20))
          try cut(to: records.count)
        }
        return []
      }
      defer { isDone.store(true, ordering: .releasing) }
      // One that finds the file shorter each time is an error.
      return (0..<300).compactMap { _ in
        try? BlockFileScan(blocks, file: 0, network: .regtest)
      }
    }
    #expect(!scans[1].isEmpty)
    for scan in scans[1] {
      #expect(scan.blocks.count == chain.blocks.count)
      #expect(scan.skipped.allSatisfy { $0.reason == .zeroTail })
    }
  }
}
