import Bitcoin
import Testing

@testable import Truth

@Suite("HexDigits")
struct HexDigitsTests {
  /// The digits as text.
  private func text(_ hash: Hash256) -> String {
    var digits = HexDigits(hash)
    return withUnsafeBytes(of: &digits) { String(decoding: $0, as: UTF8.self) }
  }

  @Test("every byte at every place is printed as explorers do")
  func bytes() throws {
    for place in 0..<32 {
      for byte in UInt8.min...UInt8.max {
        var bytes = [UInt8](repeating: 0xa9, count: 32)
        bytes[place] = byte
        let hash = try #require(Hash256(bytes: bytes))
        #expect(text(hash) == Txid(hash).description)
      }
    }
  }
}
