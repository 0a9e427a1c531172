import Testing

@testable import Bitcoin

@Suite("PSBT: what errors say")
struct PSBTErrorTests {
  @Test("a key is shown as far as a public key goes", arguments: [2, 66, 67, 100_000])
  func duplicateRecord(_ count: Int) {
    let key = [UInt8](repeating: 0xab, count: count)
    let shown = String(repeating: "ab", count: min(count, 66))
    let rest = count > 66 ? "... (\(count) bytes)" : ""
    #expect(
      "\(PSBTError.duplicateRecord(key: key, .input(3), at: 7))"
        == "key \(shown)\(rest) twice in input 3 at byte 7")
  }
}
