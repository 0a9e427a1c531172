import Foundation
import SystemPackage

/// Programs in Python that read with pyarrow and DuckDB what this package wrote.
public enum PythonReaders {
  /// What a run left behind.
  public struct Outcome: Sendable {
    /// The program's exit status.
    public let status: Int32
    /// What it printed, on stdout and stderr.
    public let text: String
  }

  /// Runs a program of `scripts`; nil, said on stderr, where there is no Python or PyPI cannot be reached.
  /// With `CI=true` a test must then fail.
  public static func run(
    _ program: String, _ arguments: [String], leavingOut what: String
  ) throws -> Outcome? {
    let scripts = TestData.packageRoot.appending("scripts")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: scripts.appending("python-readers.sh").string)
    process.arguments = [scripts.appending(program).string] + arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let outcome = Outcome(
      status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
    guard outcome.status == 77 else { return outcome }
    FileHandle.standardError.write(
      Data("LEFT OUT: \(what), because of this:\n\(outcome.text)".utf8))
    return nil
  }
}
