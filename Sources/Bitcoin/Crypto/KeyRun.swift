import CSecp256k1

/// Keys whose secrets are a base and the numbers after it, so that the public keys come by adding the
/// generator: some two hundred times cheaper than a multiplication each.
///
/// For simulated wallets only. Whoever has one of the secrets and knows its place has all of them, and
/// whoever has two of the public keys can see that they belong together by trying small differences.
public struct KeyRun: Sendable {
  /// The secret of place 0.
  private let base: SecretKey

  /// The keys after `base`.
  public init(base: SecretKey) {
    self.base = base
  }

  /// The secret of a place: base + place.
  ///
  /// - Precondition: the sum is a valid scalar, which fails for no base that anybody will ever meet.
  public func secret(at place: UInt32) -> SecretKey {
    guard let secret = base.adding(Hash256(0, 0, 0, UInt64(place).byteSwapped)) else {
      preconditionFailure("base and place of a key sum up to zero")
    }
    return secret
  }

  /// The points of the places from `first` on, `count` of them.
  ///
  /// Pieces of `pieceSize` share one multiplication, for the point in their middle, and one inversion;
  /// the others stand at equal distances before and behind it. The points do not depend on the pieces.
  public func points(from first: UInt32, count: Int) -> [CurvePoint] {
    var points: [CurvePoint] = []
    points.reserveCapacity(count)
    var start = 0
    while start < count {
      let size = min(KeyRun.pieceSize, count - start)
      append(from: first + UInt32(start), count: size, to: &points)
      start += size
    }
    return points
  }

  /// How many points share a multiplication.
  public static let pieceSize = 1_024

  private func append(from first: UInt32, count: Int, to points: inout [CurvePoint]) {
    let middle = count / 2
    let centre = secret(at: first + UInt32(middle)).makePoint()
    let reach = max(middle, count - 1 - middle)
    guard reach > 0 else { return points.append(centre) }
    let sums = KeyRun.sums(centre, reach: reach)
    guard let sums else {
      // The centre is itself a small multiple of the generator: nobody's base, but not impossible.
      points += (0..<count).map { secret(at: first + UInt32($0)).makePoint() }
      return
    }
    for step in stride(from: middle, to: 0, by: -1) { points.append(sums[2 * step - 1]) }
    points.append(centre)
    for step in 1..<max(count - middle, 1) { points.append(sums[2 * step - 2]) }
  }
}

// MARK: - Adding

extension KeyRun {
  /// A point by its coordinates as field elements.
  private struct Affine: BitwiseCopyable, Sendable {
    let x: FieldElement
    let y: FieldElement

    init(_ point: CurvePoint) {
      x = FieldElement(point.x)
      y = FieldElement(point.y)
    }
  }

  /// The generator times 1, 2, … half a piece.
  private static let multiples: [Affine] = {
    guard let one = SecretKey(Hash256(0, 0, 0, UInt64(1).byteSwapped)) else {
      preconditionFailure("one is a scalar")
    }
    let generator = one.makeParsedPoint()
    var multiple = generator
    return (0..<pieceSize / 2).map { index in
      if index > 0 { multiple = Curve.add(multiple, generator) }
      return Affine(CurvePoint(multiple))
    }
  }()

  /// The centre plus and minus 1, 2, … `reach` times the generator, in the order +1, -1, +2, -2 …; nil
  /// where the centre is one of these multiples itself.
  ///
  /// Plus and minus a multiple share the difference of the x, and all differences one inversion
  /// (Montgomery's trick).
  private static func sums(_ centre: CurvePoint, reach: Int) -> [CurvePoint]? {
    let multiples = multiples
    let centre = Affine(centre)
    var products: [FieldElement] = []
    products.reserveCapacity(reach)
    var product = FieldElement.one
    for index in 0..<reach {
      product = product * (multiples[index].x - centre.x)
      products.append(product)
    }
    guard !product.normalized().isZero else { return nil }
    var inverse = product.inverted()
    // Filled from the back: the inverse of the last difference comes first.
    var sums: [CurvePoint] = []
    sums.reserveCapacity(2 * reach)
    for index in (0..<reach).reversed() {
      let multiple = multiples[index]
      let ofDifference = index > 0 ? inverse * products[index - 1] : inverse
      inverse = inverse * (multiple.x - centre.x)
      let xs = centre.x + multiple.x
      let below = (FieldElement(0, 0, 0, 0, 0) - (multiple.y + centre.y)) * ofDifference
      sums.append(point(slope: below, xs: xs, centre))
      let above = (multiple.y - centre.y) * ofDifference
      sums.append(point(slope: above, xs: xs, centre))
    }
    sums.reverse()
    return sums
  }

  /// The third point of the line through `centre` with a slope, turned over.
  @inline(__always)
  private static func point(
    slope: FieldElement, xs: FieldElement, _ centre: Affine
  ) -> CurvePoint {
    let x = (slope * slope - xs).normalized()
    let y = (slope * (centre.x - x) - centre.y).normalized()
    return CurvePoint(x: x.bytes, y: y.bytes)
  }
}

extension SecretKey {
  /// The public key as a point: as dear as a signature.
  public func makePoint() -> CurvePoint { CurvePoint(makeParsedPoint()) }

  /// The public key in libsecp256k1's form.
  func makeParsedPoint() -> secp256k1_pubkey {
    var point = secp256k1_pubkey()
    let done = unsafe withScalar { unsafe secp256k1_ec_pubkey_create(Curve.context, &point, $0) }
    precondition(done == 1, "a valid secret key has a public key")
    return point
  }
}

extension Curve {
  /// The sum of two points that are not each other's negatives.
  static func add(_ one: secp256k1_pubkey, _ other: secp256k1_pubkey) -> secp256k1_pubkey {
    var sum = secp256k1_pubkey()
    let done = unsafe withUnsafePointer(to: one) { one in
      unsafe withUnsafePointer(to: other) { other in
        let both: InlineArray<2, UnsafePointer<secp256k1_pubkey>?> = unsafe [one, other]
        return unsafe both.span.withUnsafeBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return Int32(0) }
          // Safe: two pointers, good for the length of the call.
          return unsafe secp256k1_ec_pubkey_combine(context, &sum, start, 2)
        }
      }
    }
    precondition(done == 1, "two points of a run do not cancel out")
    return sum
  }
}
