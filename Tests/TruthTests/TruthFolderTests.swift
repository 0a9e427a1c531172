import Bitcoin
import Files
import Foundation
import SystemPackage
import Testing
import Truth

@Suite("Truth folder")
struct TruthFolderTests {
  /// A fresh folder, removed afterwards.
  func withFolder(_ body: (FilePath) throws -> Void) throws {
    let path = FilePath(NSTemporaryDirectory()).appending("truth-\(UUID().uuidString)")
    defer { try? Folder.remove(path) }
    try body(path)
  }

  func txid(_ number: UInt8) -> Txid {
    Txid(Hash256(bytes: [number] + [UInt8](repeating: 0, count: 31)) ?? .zero)
  }

  func write(_ folder: FilePath) throws {
    var writer = try TruthWriter(folder)
    for number in 0..<3 as Range<UInt8> {
      try writer.write(TransactionTruth(txid: txid(number), motif: .sweep))
      try writer.write(
        OutputTruth(
          outPoint: OutPoint(txid: txid(number), vout: UInt32(number)), owner: "a, \"b\"",
          wallet: "", role: .theft, stolen: Satoshi(Int64(number) * 100)))
    }
    try writer.write(
      TheftTruth(
        theft: "sweep", place: .output(OutPoint(txid: txid(1), vout: 0)), value: Satoshi(99)))
    try writer.write(TheftTruth(theft: "sweep", place: .fee(txid(1)), value: Satoshi(1)))
    try writer.write(HolderTruth(holder: "thief", stolen: Satoshi(100)))
    try writer.write(ClaimTruth(claim: "c", isTrue: false, reason: "copied,\nproof"))
    try writer.write(
      BacklogTruth(height: 7, transactions: 20, weight: 9_000, lowestRate: Satoshi(1_024)))
    try writer.finish()
  }

  @Test("what is written reads back, quotation marks and fees included")
  func roundTrips() throws {
    try withFolder { folder in
      #expect(try !TruthFolder(folder).isPresent())
      try write(folder)
      let truth = TruthFolder(folder)
      #expect(try truth.isPresent())
      let outputs = try truth.readOutputs()
      #expect(outputs.map(\.outPoint.vout) == [0, 1, 2])
      #expect(outputs[2].owner == "a, \"b\"")
      #expect(outputs[2].stolen == Satoshi(200))
      #expect(outputs[2].role == .theft)
      #expect(try truth.readTransactions().map(\.txid) == [txid(0), txid(1), txid(2)])
      #expect(try truth.readThefts().map(\.place).last == .fee(txid(1)))
      #expect(try truth.readHolders() == [HolderTruth(holder: "thief", stolen: Satoshi(100))])
      #expect(
        try truth.readClaims() == [ClaimTruth(claim: "c", isTrue: false, reason: "copied, proof")])
      #expect(
        try truth.readBacklogs() == [
          BacklogTruth(height: 7, transactions: 20, weight: 9_000, lowestRate: Satoshi(1_024))
        ])
    }
  }

  @Test("the files have the bytes that the format says")
  func writesBytes() throws {
    try withFolder { folder in
      try write(folder)
      let one = "01" + String(repeating: "00", count: 31)
      let printed = String(repeating: "00", count: 31) + "01"
      #expect(one != printed)
      #expect(
        try File.readText(folder.appending("thefts.csv"))
          == "theft,txid,vout,value_sat\nsweep,\(printed),0,99\nsweep,\(printed),,1\n")
      #expect(
        try File.readText(folder.appending("outputs.csv"))?.split(separator: "\n")[2]
          == "\(printed),1,\"a, \"\"b\"\"\",,theft,100")
      #expect(
        try File.readText(folder.appending("claims.csv"))
          == "claim,is_true,reason\nc,false,\"copied, proof\"\n")
    }
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let line: Int
    let message: String
    var testDescription: String { name }
  }

  static let header = "theft,txid,vout,value_sat\n"
  static let id = String(repeating: "a", count: 64)

  @Test(
    "a wrong line is refused with its number and the reason",
    arguments: [
      Wrong(
        name: "no header", text: "", line: 1,
        message: "the header is not 'theft,txid,vout,value_sat'"),
      Wrong(
        name: "another header", text: "theft,txid\n", line: 1,
        message: "the header is not 'theft,txid,vout,value_sat'"),
      Wrong(
        name: "fields missing", text: header + "a,\(id),1,5\na,\(id)\n", line: 3,
        message: "2 fields, not 4"),
      Wrong(
        name: "cut", text: header + "a,\(id),1,5", line: 2,
        message: "the file ends within a line"),
      Wrong(name: "empty line", text: header + "\n", line: 2, message: "1 fields, not 4"),
      Wrong(
        name: "txid", text: header + "a,abc,1,5\n", line: 2,
        message: "txid must be 64 hex digits, not 'abc'"),
      Wrong(
        name: "output number", text: header + "a,\(id),-1,5\n", line: 2,
        message: "vout must be an output number, not '-1'"),
      Wrong(
        name: "amount over all money", text: header + "a,\(id),1,2100000000000001\n", line: 2,
        message: "value_sat must be a whole number of satoshis, not '2100000000000001'"),
      Wrong(
        name: "no name", text: header + ",\(id),1,5\n", line: 2,
        message: "theft must be a name, not ''"),
      Wrong(
        name: "stray quotation mark", text: header + "a\"b,\(id),1,5\n", line: 2,
        message: "a quotation mark that does not enclose a whole field"),
      Wrong(
        name: "open quotation mark", text: header + "\"a,\(id),1,5\n", line: 2,
        message: "a quotation mark that does not enclose a whole field"),
    ])
  func refuses(_ wrong: Wrong) throws {
    try withFolder { folder in
      try write(folder)
      let path = folder.appending("thefts.csv")
      try AtomicFile.write(wrong.text, to: path)
      let message = "\(path):\(wrong.line): \(wrong.message)"
      do {
        _ = try TruthFolder(folder).readThefts()
        Issue.record("accepted")
      } catch let error as TruthError {
        #expect(error.description == message)
      }
    }
  }

  @Test("a missing file is named")
  func refusesNothing() throws {
    try withFolder { folder in
      #expect(throws: TruthError.self) { try TruthFolder(folder).readClaims() }
    }
  }

  @Test("changed bytes give rows or an error")
  func survivesGarbage() throws {
    try withFolder { folder in
      try write(folder)
      let path = folder.appending("outputs.csv")
      let whole = try File.read(path)
      var state: UInt64 = 3
      for _ in 0..<500 {
        var bytes = whole
        for _ in 0..<4 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int((state >> 33) % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: state >> 20)
        }
        try AtomicFile.write(bytes, to: path)
        _ = try? TruthFolder(folder).readOutputs()
      }
    }
  }
}
