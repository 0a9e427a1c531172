import Bitcoin
import Files
import SystemPackage
import Testing

/// Puts the right checksum of a column of one chunk into the checksums, and the manifest's own.
func reseal(_ folder: FilePath, _ name: String, _ bytes: [UInt8]) throws {
  let path = folder.appending("manifest")
  let text = try #require(try File.readText(path))
  var lines = text.split(separator: "\n").dropLast().map(String.init)
  let columns = lines.indices.filter { lines[$0].hasPrefix("column ") }
  let place = try #require(columns.first { lines[$0].hasPrefix("column \(name) ") })
  var parts = lines[place].split(separator: " ").map(String.init)
  let digest = Digest.sha256(bytes)
  parts[4] = Hex.encode(Digest.sha256(digest))
  lines[place] = parts.joined(separator: " ")
  // Columns without values have no chunk.
  let before = columns.filter { $0 < place && !lines[$0].contains(" 0 ") }.count
  var checksums = try File.read(folder.appending("checksums"))
  checksums.replaceSubrange(32 * before..<32 * (before + 1), with: digest)
  try AtomicFile.write(checksums, to: folder.appending("checksums"))
  let body = lines.joined(separator: "\n") + "\n"
  try AtomicFile.write(
    "\(body)sha256 \(Hex.encode(Digest.sha256(Array(body.utf8))))\n", to: path)
}
