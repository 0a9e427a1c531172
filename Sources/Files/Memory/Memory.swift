import Glibc
import SystemPackage

/// The machine's memory, and this process's part of it.
public enum Memory {
  /// How much memory the machine has (bytes).
  public static var machineBytes: Int {
    max(1, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(1, Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  /// How much of this process is in memory now (bytes), pages of mapped files among it; 0 where the
  /// system does not tell.
  public static func residentBytes() -> Int {
    // The second number of pages in `/proc/self/statm` (man 5 proc).
    guard let file = try? OpenFile("/proc/self/statm", flags: O_RDONLY),
      let bytes = try? file.readSome(most: 128)
    else { return 0 }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else { return 0 }
    return pages * max(1, Int(sysconf(Int32(_SC_PAGESIZE))))
  }
}
