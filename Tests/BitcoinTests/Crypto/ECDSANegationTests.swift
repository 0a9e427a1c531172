import Bitcoin
import Testing

@Suite("ECDSA signatures with the other S")
struct ECDSANegationTests {
  @Test("the other S is high, as valid, and gives the first one back", arguments: 1...40)
  func negates(number: UInt8) throws {
    let secret = try #require(SecretKey(bytes: [UInt8](repeating: number, count: 32)))
    let digest = Hash256(doubleSHA256: [number, 7])
    let signature = secret.sign(digest)
    #expect(signature.isLowS)
    let other = try #require(signature.negatingS())
    #expect(!other.isLowS && other != signature)
    #expect(other.negatingS() == signature)
    // R is the first integer and stays as it is.
    let count = Int(signature.der[3])
    #expect(other.der[2..<4 + count] == signature.der[2..<4 + count])
    // BIP-0066 takes it: S of the upper half has 33 bytes, the first of them 0.
    #expect(ECDSASignature(der: other.der) == other)
    #expect(other.der.count == signature.der.count + 33 - Int(signature.der[5 + count]))
  }

  @Test("an S of 0 or of the order has no other")
  func refusesNoScalar() throws {
    let zero = try #require(ECDSASignature(der: [0x30, 6, 2, 1, 1, 2, 1, 0]))
    #expect(zero.negatingS() == nil)
  }
}
