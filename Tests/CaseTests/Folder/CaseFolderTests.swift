import Bitcoin
import Case
import Files
import Foundation
import SystemPackage
import Testing

@Suite("CaseFolder")
struct CaseFolderTests {
  /// Runs `body` with a new case folder, which is removed afterwards.
  private func withFolder(_ body: (CaseFolder) throws -> Void) throws {
    let path = FilePath(NSTemporaryDirectory()).appending("coldtrace-\(UUID().uuidString)")
    try Folder.create(path)
    defer { try? Folder.remove(path) }
    try body(CaseFolder(root: path))
  }

  private func message(_ body: () throws(CaseError) -> Void) -> String {
    do {
      try body()
      return "accepted"
    } catch {
      return "\(error)"
    }
  }

  @Test("every part of a case comes back as it was written")
  func roundTrip() throws {
    try withFolder { folder in
      var network = Network.regtest
      network.subsidyHalvingInterval = 210_000
      let description = CaseDescription(
        title: "MtGox, February-March 2014", network: network,
        anchor: BlockAnchor(height: 7, hash: network.genesis), exchange: "MtGox",
        notes: "simulated: yes")
      let books = try BooksTests.sample()
      let claim = try ClaimTests.sample()
      try folder.write(description)
      try folder.write(books)
      try folder.write(TagPackTests.pack, named: "b-exchanges")
      try folder.write([LabelRecordTests.records[0]], named: "a-own")
      try folder.write(claim)
      #expect(try folder.readDescription() == description)
      #expect(try folder.readBooks() == books)
      let tags = try folder.readTags(network: network)
      #expect(
        tags.tags.map(\.file) == ["tags/a-own.jsonl"]
          + [String](repeating: "tags/b-exchanges.yaml", count: 2))
      #expect(try folder.readClaims() == [claim])
    }
  }

  @Test("case.yaml is the documented text and holds no absolute path")
  func description() throws {
    let description = CaseDescription(title: "A: b", network: .regtest, notes: "two\nlines")
    #expect(
      String(decoding: description.encode(), as: UTF8.self)
        == "title: \"A: b\"\nnetwork: regtest\nsubsidyHalvingInterval: 150\nblocks: blocks\n"
        + "notes: \"two\\nlines\"\n")
    let elsewhere = CaseDescription(title: "a", network: .mainnet, blocks: "/node/blocks")
    #expect(try CaseDescription.decode(elsewhere.encode()) == elsewhere)
    let folder = CaseFolder(root: "/case")
    #expect(folder.blocks(of: description) == "/case/blocks")
    #expect(folder.blocks(of: elsewhere) == "/node/blocks")
  }

  @Test("a halving interval is for regtest alone")
  func halving() {
    #expect {
      try CaseDescription.decode(
        Array("title: a\nnetwork: mainnet\nsubsidyHalvingInterval: 5\n".utf8))
    } throws: { error in
      "\(error)"
        == "case.yaml:3:25: 'subsidyHalvingInterval': only regtest lets a case choose it, "
        + "not mainnet"
    }
  }

  @Test("what is missing is named")
  func missing() throws {
    try withFolder { folder in
      #expect(
        message { () throws(CaseError) in _ = try folder.readDescription() }
          == "no case at \(folder.root): it has no case.yaml")
      #expect(
        message { () throws(CaseError) in _ = try folder.readBooks() } == "the case has no books")
      try folder.write(Books())
      try File.remove(folder.path(of: .withdrawals))
      #expect(
        message { () throws(CaseError) in _ = try folder.readBooks() }
          == "the case has no books/withdrawals.csv")
      #expect(try folder.readTags(network: .regtest).tags.isEmpty)
      #expect(try folder.readClaims().isEmpty)
    }
  }

  @Test("a claim under another name is refused", arguments: ["other.yaml", "recovered-2014.yml"])
  func claimName(name: String) throws {
    try withFolder { folder in
      try folder.write(try ClaimTests.sample())
      try AtomicFile.write(try ClaimTests.sample().encode(), to: folder.claims.appending(name))
      #expect(
        message { () throws(CaseError) in _ = try folder.readClaims() }
          == "claims/\(name): the id 'recovered-2014' asks for the file name "
          + "claims/recovered-2014.yaml")
    }
  }
}
