import Foundation
public import SystemPackage

/// Data that tests read but the package does not carry: real blocks, official vectors.
public enum TestData {
  /// The package's folder, found from this source file.
  public static var packageRoot: FilePath {
    var path = FilePath(#filePath)
    while !path.isEmpty {
      path.removeLastComponent()
      if FileManager.default.fileExists(atPath: path.appending("Package.swift").string) { break }
    }
    return path
  }

  /// The folder of real blocks, from `$REALDATA` or `../shared/realdata`; nil, said on stderr, where
  /// it is missing. With `CI=true` a test must then fail.
  public static func realBlocks(leavingOut what: String) -> FilePath? {
    folder("REALDATA", "realdata", leavingOut: what)
  }

  /// The folder of official vectors, from `$VECTORS` or `../shared/vectors`; nil, said on stderr,
  /// where it is missing. With `CI=true` a test must then fail.
  public static func vectors(leavingOut what: String) -> FilePath? {
    folder("VECTORS", "vectors", leavingOut: what)
  }

  /// Whether missing data is a failure.
  public static var mustBeComplete: Bool {
    ProcessInfo.processInfo.environment["CI"] == "true"
  }

  private static func folder(_ variable: String, _ name: String, leavingOut what: String)
    -> FilePath?
  {
    let given = ProcessInfo.processInfo.environment[variable].map { FilePath($0) }
    let path = given ?? packageRoot.removingLastComponent().appending("shared").appending(name)
    if FileManager.default.fileExists(atPath: path.string) { return path }
    FileHandle.standardError.write(
      Data("LEFT OUT: \(what), because \(path) is missing\n".utf8))
    return nil
  }
}
