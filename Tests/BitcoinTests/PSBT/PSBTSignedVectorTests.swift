import Testing

@testable import Bitcoin

/// A PSBT that another implementation filled, signed and finalised
/// (Vectors/make_psbt_signed_vectors.py).
struct SignedPSBT: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let version: UInt32
  let rootKey: String
  let psbt: String
  let signatures: Int
  let signed: String
  let transaction: String

  var testDescription: String { name }

  static let all = SharedData.own("psbt_signed.json", as: SignedPSBT.self)
}

@Suite("PSBT: signed by another implementation")
struct PSBTSignedVectorTests {
  @Test("sixteen cases, eight of each version")
  func count() {
    #expect(SignedPSBT.all.count == 16)
    #expect(SignedPSBT.all.filter { $0.version == 2 }.count == 8)
  }

  @Test("both are written as they were read", arguments: SignedPSBT.all)
  func readAndWritten(_ vector: SignedPSBT) throws {
    for text in [vector.psbt, vector.signed] {
      let psbt = try PartiallySignedTransaction(base64: text)
      #expect(psbt.encodedBase64() == text)
      #expect(psbt.version.rawValue == vector.version)
    }
  }

  @Test("we sign as it signs, byte for byte", arguments: SignedPSBT.all)
  func signed(_ vector: SignedPSBT) throws {
    let root = try ExtendedSecretKey(vector.rootKey, network: .mainnet)
    var psbt = try PartiallySignedTransaction(base64: vector.psbt)
    let count = try psbt.sign(with: PSBTKeyRing(extendedKeys: [root]), grindLowR: true)
    #expect(count == vector.signatures)
    let other = try PartiallySignedTransaction(base64: vector.signed)
    for (own, its) in zip(psbt.inputs, other.inputs) {
      #expect(own.partialSignatures == its.partialSignatures)
      // It makes a taproot input final at once.
      #expect(
        own.tapKeySignature?.bytes
          == (own.tapKeySignature == nil ? nil : its.finalWitness?.stack[0]))
      #expect(own.tapKeySignature != nil || !own.partialSignatures.isEmpty)
    }
  }

  @Test("its signatures make its transaction, by every rule", arguments: SignedPSBT.all)
  func finalised(_ vector: SignedPSBT) throws {
    var psbt = try PartiallySignedTransaction(base64: vector.signed)
    #expect(try psbt.finalise() == [])
    let transaction = try psbt.extract(flags: .standard)
    #expect(Hex.encode(transaction.encoded()) == vector.transaction)
    // The same in the other version.
    let version: PSBTVersion = psbt.version == .v0 ? .v2 : .v0
    var other = try PartiallySignedTransaction(base64: vector.signed).converted(to: version)
    #expect(try other.finalise() == [])
    #expect(try other.extract() == transaction)
  }
}
