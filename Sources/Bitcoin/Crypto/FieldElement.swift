/// A number modulo the prime of secp256k1, 2^256 - 2^32 - 977, in five limbs of 52 bits.
///
/// For public points alone: the time that these operations take depends on nothing secret, but nobody
/// has looked at them with that in mind. Limbs may be larger than 52 bits for a while:
///
/// | kind | limbs 0-3 | limb 4 |
/// | --- | --- | --- |
/// | normal (`normalized`, read from words) | below 2^52 | below 2^48, the number below the prime |
/// | product | below 2^53 | below 2^52 |
/// | difference, sum of two | below 2^58 | below 2^54 |
///
/// Factors may be of any kind; what is taken away by `-` must be normal, a product, or the sum of two
/// normal ones.
struct FieldElement: BitwiseCopyable, Sendable {
  var limb0: UInt64
  var limb1: UInt64
  var limb2: UInt64
  var limb3: UInt64
  var limb4: UInt64

  /// The limbs as they are.
  @inline(__always)
  init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64, _ limb4: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
    self.limb4 = limb4
  }

  /// The number that 32 bytes are, big-endian, which must be below the prime.
  init(_ bytes: Hash256) {
    let word0 = bytes.word3.byteSwapped
    let word1 = bytes.word2.byteSwapped
    let word2 = bytes.word1.byteSwapped
    let word3 = bytes.word0.byteSwapped
    self.init(
      word0 & FieldElement.mask, (word0 >> 52 | word1 << 12) & FieldElement.mask,
      (word1 >> 40 | word2 << 24) & FieldElement.mask,
      (word2 >> 28 | word3 << 36) & FieldElement.mask, word3 >> 16)
  }

  /// One.
  static let one = FieldElement(1, 0, 0, 0, 0)

  /// Fifty-two ones.
  private static let mask: UInt64 = 0xf_ffff_ffff_ffff
  /// 2^260 modulo the prime: what a limb beyond the fifth counts.
  private static let fold: UInt64 = 0x10_0000_3d10
  /// 2^256 modulo the prime.
  private static let topFold: UInt64 = 0x1_0000_03d1

  /// The 32 bytes, big-endian, of a normal element.
  var bytes: Hash256 {
    let word0 = limb0 | limb1 << 52
    let word1 = limb1 >> 12 | limb2 << 40
    let word2 = limb2 >> 24 | limb3 << 28
    let word3 = limb3 >> 36 | limb4 << 16
    return Hash256(
      word3.byteSwapped, word2.byteSwapped, word1.byteSwapped, word0.byteSwapped)
  }
}

// MARK: - Arithmetic

// Safe: wrapping operations throughout; the bounds in the table above keep each sum below 2^128 (or
// 2^64 where it is a limb), and tests hold the results against libsecp256k1 and plain long numbers.
extension FieldElement {
  /// The sum, limb by limb.
  @inline(__always)
  static func + (left: FieldElement, right: FieldElement) -> FieldElement {
    FieldElement(
      left.limb0 &+ right.limb0, left.limb1 &+ right.limb1, left.limb2 &+ right.limb2,
      left.limb3 &+ right.limb3, left.limb4 &+ right.limb4)
  }

  /// The difference: 32 times the prime is added first, so that no limb goes below zero.
  @inline(__always)
  static func - (left: FieldElement, right: FieldElement) -> FieldElement {
    FieldElement(
      left.limb0 &+ 32 &* 0xf_fffe_ffff_fc2f &- right.limb0,
      left.limb1 &+ 32 &* mask &- right.limb1, left.limb2 &+ 32 &* mask &- right.limb2,
      left.limb3 &+ 32 &* mask &- right.limb3,
      left.limb4 &+ 32 &* 0xffff_ffff_ffff &- right.limb4)
  }

  /// The product.
  @inline(__always)
  static func * (left: FieldElement, right: FieldElement) -> FieldElement {
    @inline(__always)
    func times(_ one: UInt64, _ other: UInt64) -> UInt128 {
      UInt128(truncatingIfNeeded: one) &* UInt128(truncatingIfNeeded: other)
    }
    let (a0, a1, a2, a3, a4) = (left.limb0, left.limb1, left.limb2, left.limb3, left.limb4)
    let (b0, b1, b2, b3, b4) = (right.limb0, right.limb1, right.limb2, right.limb3, right.limb4)
    var column = times(a0, b0)
    let low0 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a0, b1) &+ times(a1, b0)
    let low1 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a0, b2) &+ times(a1, b1) &+ times(a2, b0)
    let low2 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a0, b3) &+ times(a1, b2) &+ times(a2, b1) &+ times(a3, b0)
    let low3 = UInt64(truncatingIfNeeded: column) & mask
    column =
      column >> 52 &+ times(a0, b4) &+ times(a1, b3) &+ times(a2, b2) &+ times(a3, b1)
      &+ times(a4, b0)
    let low4 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a1, b4) &+ times(a2, b3) &+ times(a3, b2) &+ times(a4, b1)
    let high0 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a2, b4) &+ times(a3, b3) &+ times(a4, b2)
    let high1 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a3, b4) &+ times(a4, b3)
    let high2 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(a4, b4)
    let high3 = UInt64(truncatingIfNeeded: column) & mask
    let high4 = UInt64(truncatingIfNeeded: column >> 52)
    // What stands beyond 2^260 counts `fold` each.
    column = times(high0, fold) &+ UInt128(truncatingIfNeeded: low0)
    let sum0 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(high1, fold) &+ UInt128(truncatingIfNeeded: low1)
    let sum1 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(high2, fold) &+ UInt128(truncatingIfNeeded: low2)
    let sum2 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(high3, fold) &+ UInt128(truncatingIfNeeded: low3)
    let sum3 = UInt64(truncatingIfNeeded: column) & mask
    column = column >> 52 &+ times(high4, fold) &+ UInt128(truncatingIfNeeded: low4)
    let sum4 = UInt64(truncatingIfNeeded: column) & mask
    column =
      times(UInt64(truncatingIfNeeded: column >> 52), fold) &+ UInt128(truncatingIfNeeded: sum0)
    return FieldElement(
      UInt64(truncatingIfNeeded: column) & mask,
      sum1 &+ UInt64(truncatingIfNeeded: column >> 52), sum2, sum3, sum4)
  }

  /// The same number with limbs of 52 bits, below the prime.
  func normalized() -> FieldElement {
    var result = self
    // Twice: the first fold may carry into bit 256 again.
    for _ in 0..<2 {
      let top = result.limb4 >> 48
      result.limb4 &= 0xffff_ffff_ffff
      result.limb0 &+= top &* FieldElement.topFold
      result.carry()
    }
    // Adding what the prime lacks to 2^256 reaches bit 256 exactly where the number is not below it.
    var reduced = result
    reduced.limb0 &+= FieldElement.topFold
    reduced.carry()
    guard reduced.limb4 >> 48 != 0 else { return result }
    reduced.limb4 &= 0xffff_ffff_ffff
    return reduced
  }

  private mutating func carry() {
    limb1 &+= limb0 >> 52
    limb0 &= FieldElement.mask
    limb2 &+= limb1 >> 52
    limb1 &= FieldElement.mask
    limb3 &+= limb2 >> 52
    limb2 &= FieldElement.mask
    limb4 &+= limb3 >> 52
    limb3 &= FieldElement.mask
  }

  /// Whether a normal element is zero.
  var isZero: Bool { limb0 | limb1 | limb2 | limb3 | limb4 == 0 }

  /// The inverse by Fermat: the power with the prime less two; zero for zero. About 500 products, so
  /// share one among many.
  func inverted() -> FieldElement {
    // Big-endian words of the prime less two.
    let exponent: [UInt64] = [.max, .max, .max, 0xffff_fffe_ffff_fc2d]
    var result = FieldElement.one
    for word in exponent {
      for bit in (0..<64).reversed() {
        result = result * result
        if word >> UInt64(bit) & 1 == 1 { result = result * self }
      }
    }
    return result
  }
}
