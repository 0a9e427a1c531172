import Foundation
import SystemPackage

/// Makes a symbolic link at `path` that points to `target`.
func symlink(_ target: FilePath, at path: FilePath) throws {
  try FileManager.default.createSymbolicLink(
    atPath: path.string, withDestinationPath: target.string)
}
