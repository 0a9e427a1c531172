import Glibc

/// The machine's memory.
public enum Memory {
  /// How much memory the machine has (bytes).
  public static var machineBytes: Int {
    max(1, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(1, Int(sysconf(Int32(_SC_PAGESIZE))))
  }
}
