import Bitcoin
import Files
import SystemPackage

/// Reads a block file that its node may cut short or add to meanwhile.
///
/// It is read, not mapped: to look at mapped bytes that are gone would end the process, and a node cuts
/// off what it allocated ahead whenever it begins the next file (Core: `FlatFileSeq::Flush`,
/// flatfile.cpp).
///
/// For one thread at a time.
final class BlockFileSource {
  private let file: OpenFile
  private let key: ObfuscationKey
  private let network: Network
  /// What kept bytes from being read.
  private var failure: FileError?
  /// How many bytes were read.
  private(set) var bytesRead = 0

  /// How often a file may become shorter while it is searched.
  private static let tries = 8

  /// - Throws: `file`.
  init(_ folder: BlockFolder, file number: Int, network: Network) throws(LedgerError) {
    file = try LedgerError.wrapping { () throws(FileError) in
      try OpenFile(folder.path.appending(folder.files[number]))
    }
    key = folder.key
    self.network = network
  }

  /// What `body` finds with a reader of the file and its size; once more from the beginning where the
  /// file became shorter meanwhile.
  ///
  /// - Throws: `file`.
  func search<Found>(
    _ body: (inout BlockFileReader, _ size: Int) -> Found
  ) throws(LedgerError) -> Found {
    var tries = 0
    while true {
      let size = try LedgerError.wrapping { () throws(FileError) in try file.readSize() }
      failure = nil
      var reader = BlockFileReader(count: size, network: network, key: key) { self.fetch($0) }
      let found = body(&reader, size)
      guard let failure else { return found }
      tries += 1
      guard case .short = failure, tries < BlockFileSource.tries else { throw .file(failure) }
    }
  }

  /// The bytes at a range of places; none where they cannot be read.
  private func fetch(_ range: Range<Int>) -> [UInt8] {
    do throws(FileError) {
      let bytes = try file.read(at: range.lowerBound, count: range.count)
      bytesRead += bytes.count
      return bytes
    } catch {
      failure = failure ?? error
      return []
    }
  }
}
