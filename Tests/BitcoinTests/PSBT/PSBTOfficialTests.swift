import Testing

@testable import Bitcoin

@Suite("PSBT: vectors of BIP-0174, BIP-0370, BIP-0371, BIP-0373", .tags(.vectors))
struct PSBTOfficialTests {
  @Test("all cases of the four BIPs are there")
  func counts() {
    #expect(OfficialPSBT.all.count == 123)
    #expect(OfficialPSBT.all("valid").count == 44)
    #expect(OfficialPSBT.all("invalid").count == 65)
    #expect(OfficialPSBT.all("unsignable").count == 4)
    #expect(OfficialPSBT.all("lockTime", "noLockTime").count == 10)
  }

  @Test(
    "a valid PSBT is written as it was read",
    arguments: OfficialPSBT.all("valid", "unsignable", "lockTime", "noLockTime"))
  func readAndWritten(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    #expect(psbt.encodedBase64() == vector.psbt)
    #expect(psbt.version == (vector.source == "BIP-0370" ? .v2 : .v0))
  }

  @Test("an invalid PSBT is refused", arguments: OfficialPSBT.all("invalid"))
  func refused(_ vector: OfficialPSBT) throws {
    let error = #expect(throws: PSBTError.self) {
      try PartiallySignedTransaction(base64: vector.psbt)
    }
    let text = try #require(error).description
    // Every refusal of bytes says where.
    #expect(text.contains("at byte "))
  }

  @Test("the lock time is that of BIP-0370", arguments: OfficialPSBT.all("lockTime"))
  func lockTime(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    #expect(try psbt.computeLockTime() == vector.lockTime)
    #expect(try psbt.unsignedTransaction().lockTime == vector.lockTime)
  }

  @Test(
    "inputs that exclude each other have no lock time", arguments: OfficialPSBT.all("noLockTime"))
  func noLockTime(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    #expect(throws: PSBTError.conflictingLockTimes) { try psbt.computeLockTime() }
    #expect(throws: PSBTError.conflictingLockTimes) { try psbt.converted(to: .v0) }
  }

  @Test(
    "version 0 goes to version 2 and back unchanged",
    arguments: OfficialPSBT.all("valid").filter { $0.source != "BIP-0370" })
  func thereAndBack(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    let other = try psbt.converted(to: .v2)
    #expect(other.version == .v2)
    #expect(try PartiallySignedTransaction(decoding: other.encoded()) == other)
    #expect(try other.unsignedTransaction() == psbt.unsignedTransaction())
    #expect(try other.converted(to: .v0).encodedBase64() == vector.psbt)
  }

  @Test(
    "version 2 goes to version 0 with the same transaction",
    arguments: OfficialPSBT.all("valid", "lockTime").filter { $0.source == "BIP-0370" })
  func toVersion0(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    let other = try psbt.converted(to: .v0)
    #expect(try PartiallySignedTransaction(decoding: other.encoded()) == other)
    #expect(try other.unsignedTransaction() == psbt.unsignedTransaction())
  }
}
