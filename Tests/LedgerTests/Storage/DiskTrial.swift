import Files
import Foundation
import SystemPackage
import TestSupport

@testable import Ledger

/// Counts what a run does to the disk, and ends it at one point.
final class DiskTrial: @unchecked Sendable {
  /// How a run ends.
  enum End {
    /// Nothing is done any more, as after kill -9.
    case killed
    /// The disk has no room from then on for writing; what needs no room goes on.
    case full
    /// As if killed, and what was not synced is lost.
    case powerCut
  }

  private let end: End
  private let point: Int
  private let cut: PowerCut?
  private let root: FilePath
  /// Whether the disk can exchange two folders in one step.
  private let canExchange: Bool
  // Safe: the importer changes the disk on one thread, its caller's.
  private(set) var count = 0

  init(_ end: End, at point: Int, in root: FilePath, canExchange: Bool = true) throws {
    self.canExchange = canExchange
    self.end = end
    self.point = point
    self.root = root
    cut = end == .powerCut ? try PowerCut(root) : nil
  }

  /// Runs `body`; whether it was ended.
  func run(_ body: () throws -> Void) throws -> Bool {
    do {
      try DiskWatch.watch(
        root, { action, path throws(FileError) in try self.note(action, path) }, while: body)
      return false
    } catch  where count > point {
      try cut?.apply()
      return true
    }
  }

  private func note(_ action: FileAction, _ path: FilePath) throws(FileError) {
    count += 1
    guard count > point else {
      if action == .exchange, !canExchange {
        throw .refused(action, path: path, reason: .invalidArgument)
      }
      if action == .sync { try cut?.sync(path) }
      return
    }
    switch end {
    case .killed, .powerCut:
      throw FileError.refused(action, path: path, reason: .ioError)
    case .full:
      if [.write, .create].contains(action) {
        throw FileError.refused(action, path: path, reason: .noSpace)
      }
      if action == .exchange, !canExchange {
        throw .refused(action, path: path, reason: .invalidArgument)
      }
    }
  }
}

/// What is on disk after a power cut if nothing is but what was synced: of each file the bytes at its
/// last sync, of each folder the names at its last sync.
private final class PowerCut {
  private let root: FilePath
  private var contents: [UInt64: [UInt8]] = [:]
  private var names: [UInt64: [(name: String, inode: UInt64)]] = [:]
  /// Held open, so that no number of a file is given to another one.
  private var held: [Int32] = []
  private var folders: Set<UInt64> = []

  /// All that is in `root` now is synced.
  init(_ root: FilePath) throws {
    self.root = root
    try takeAll(root)
  }

  deinit { for descriptor in held { close(descriptor) } }

  private func takeAll(_ path: FilePath) throws {
    try sync(path)
    guard Folder.exists(path) else { return }
    for name in try Folder.list(path) { try takeAll(path.appending(name)) }
  }

  func sync(_ path: FilePath) throws(FileError) {
    let inode = hold(path)
    if Folder.exists(path) {
      folders.insert(inode)
      names[inode] = try Folder.list(path).map { ($0, hold(path.appending($0))) }
    } else {
      contents[inode] = try File.read(path)
    }
  }

  /// Makes `root` what it would be after the cut.
  func apply() throws {
    let inode = hold(root)
    for name in try Folder.list(root) { try Folder.remove(root.appending(name)) }
    try fill(root, inode)
  }

  private func fill(_ path: FilePath, _ inode: UInt64) throws {
    for entry in names[inode] ?? [] {
      let inside = path.appending(entry.name)
      if folders.contains(entry.inode) {
        try Folder.create(inside)
        try fill(inside, entry.inode)
      } else {
        // A file whose name was synced and whose bytes were not is there and empty.
        try AtomicFile.write(contents[entry.inode] ?? [], to: inside)
      }
    }
  }

  private func hold(_ path: FilePath) -> UInt64 {
    let descriptor = open(path.string, O_RDONLY)
    var facts = stat()
    fstat(descriptor, &facts)
    held.append(descriptor)
    if facts.st_mode & S_IFMT == S_IFDIR { folders.insert(UInt64(facts.st_ino)) }
    return UInt64(facts.st_ino)
  }
}
