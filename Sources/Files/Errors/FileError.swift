public import SystemPackage

/// Why something on disk could not be done.
public enum FileError: Error, Equatable, Sendable {
  /// The system refused an action on `path`.
  case refused(FileAction, path: FilePath, reason: Errno)
  /// Somebody else, perhaps another run of this program, works on `path` now.
  case locked(path: FilePath)
  /// Something is already there, and it is not an empty folder.
  case notEmpty(path: FilePath)
  /// A folder that is to be swapped for another one is the top of a disk, which cannot be renamed.
  case topOfDisk(path: FilePath)
  /// A file is wanted, and what is there is a folder, a pipe or a device.
  case noFile(path: FilePath)
  /// A file's size is no multiple of its element's size.
  case unevenSize(path: FilePath, bytes: Int, element: Int)
  /// Fewer bytes were there than were asked for.
  case short(path: FilePath, position: Int, needed: Int, found: Int)
}

/// What was being done to a file or folder when it failed.
public enum FileAction: String, Equatable, Sendable {
  /// Opening a file or folder.
  case open
  /// Reading from a file, or listing a folder.
  case read
  /// Writing to a file.
  case write
  /// Mapping a file into memory.
  case map
  /// Making a folder.
  case create
  /// Giving a file a second name.
  case link
  /// Cutting a file to a size.
  case cut
  /// Giving a file or folder another name.
  case rename
  /// Swapping two folders in one step.
  case exchange
  /// Deleting a file or folder.
  case remove
  /// Making sure that what was written survives a power cut.
  case sync
  /// Locking a folder against other processes.
  case lock
  /// Asking for a file's kind and size.
  case inspect
}

extension FileError: CustomStringConvertible {
  /// What could not be done to which path, and why.
  public var description: String {
    switch self {
    case .refused(let action, let path, let reason):
      "cannot \(action.rawValue) \(path): \(FileError.text(of: reason))"
    case .locked(let path):
      "\(path) is in use by another process"
    case .notEmpty(let path):
      "\(path) exists and is not an empty folder"
    case .topOfDisk(let path):
      "\(path) is the top of a disk, which cannot be swapped for another folder; "
        + "use a folder inside it, or a link to one"
    case .noFile(let path):
      "\(path) is not a regular file"
    case .unevenSize(let path, let bytes, let element):
      "\(path) has \(bytes) bytes, which is no multiple of \(element)"
    case .short(let path, let position, let needed, let found):
      "\(path) ends after \(found) of \(needed) bytes at byte \(position)"
    }
  }

  /// The system's words begin with a capital letter; ours do not.
  private static func text(of reason: Errno) -> String {
    let words = reason.description
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
