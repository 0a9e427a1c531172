import Bitcoin
import Testing

@Suite("KeyRun")
struct KeyRunTests {
  /// Naive: a multiplication for each key.
  private func reference(_ run: KeyRun, from first: UInt32, count: Int) -> [CurvePoint] {
    (0..<count).map { run.secret(at: first + UInt32($0)).makePoint() }
  }

  private func base(_ text: String) throws -> SecretKey {
    try #require(SecretKey(bytes: Digest.sha256(Array(text.utf8))))
  }

  @Test("points added up are those of a multiplication each, whatever the count")
  func counts() throws {
    let run = KeyRun(base: try base("a run"))
    for count in [0, 1, 2, 3, 4, 5, 64, 65, 127] {
      #expect(run.points(from: 7, count: count) == reference(run, from: 7, count: count))
    }
  }

  @Test("a piece and what goes beyond it give what single keys give")
  func pieces() throws {
    let run = KeyRun(base: try base("a long run"))
    let count = KeyRun.pieceSize + 5
    let points = run.points(from: 0, count: count)
    #expect(points == reference(run, from: 0, count: count))
    // Cut elsewhere, the same points come out.
    #expect(run.points(from: 0, count: 700) + run.points(from: 700, count: count - 700) == points)
    #expect(Set(points).count == count)
  }

  @Test("a hundred bases drawn at random", arguments: 0..<100)
  func bases(number: Int) throws {
    let run = KeyRun(base: try base("base \(number)"))
    #expect(
      run.points(from: UInt32(number) * 1_000, count: 9)
        == reference(run, from: UInt32(number) * 1_000, count: 9))
  }

  @Test("a base that is itself a small number gives the right keys, by multiplication")
  func smallBase() throws {
    for small in [UInt8(1), 2, 3, 200] {
      let secret = try #require(SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [small]))
      let run = KeyRun(base: secret)
      #expect(run.points(from: 0, count: 40) == reference(run, from: 0, count: 40))
    }
  }

  @Test("the last secret below the order has its place, the sum beyond it wraps to none")
  func nearOrder() throws {
    // The order less 4 (SEC 2, section 2.4.1).
    let bytes = try #require(
      Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413d"))
    let run = KeyRun(base: try #require(SecretKey(bytes: bytes)))
    #expect(run.points(from: 0, count: 4) == reference(run, from: 0, count: 4))
    // Minus one times the generator: the generator with y turned over.
    let one = try #require(SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [1]))
    let last = run.points(from: 3, count: 1)[0].publicKey(compressed: true).bytes
    #expect(last.dropFirst() == one.makePublicKey(compressed: true).bytes.dropFirst())
    #expect(last[0] == 3)
  }

  @Test("a point is written as libsecp256k1 writes it")
  func encoding() throws {
    for number in 0..<20 {
      let secret = try base("encoding \(number)")
      let point = secret.makePoint()
      #expect(point.publicKey(compressed: true) == secret.makePublicKey(compressed: true))
      #expect(point.publicKey(compressed: false) == secret.makePublicKey(compressed: false))
      #expect(point.xOnly == secret.xOnlyPublicKey)
    }
  }

  @Test("a push of a signature is its length, DER and type", arguments: [false, true])
  func push(grindLowR: Bool) throws {
    for number in 0..<20 {
      let secret = try base("push \(number)")
      let digest = Hash256(doubleSHA256: [UInt8(number)])
      let signature = secret.sign(digest, grindLowR: grindLowR).encoded(type: .all)
      var writer = ByteWriter()
      secret.writePush(signing: digest, type: .all, grindLowR: grindLowR, into: &writer)
      #expect(writer.bytes == [UInt8(signature.count)] + signature)
      if grindLowR { #expect(signature.count <= 71) }
    }
  }
}
