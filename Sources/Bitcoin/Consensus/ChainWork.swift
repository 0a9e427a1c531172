/// How many hashes a chain took on average (Core: `GetBlockProof`, chain.cpp).
///
/// 128 bits: every header counted here really meets its target, and nobody makes 2^128 hashes.
public struct ChainWork: Hashable, Comparable, Sendable {
  private var rawValue: UInt128

  /// No work.
  public static let zero = ChainWork(rawValue: 0)

  private init(rawValue: UInt128) { self.rawValue = rawValue }

  /// The work of one block: 2^256 / (target + 1), rounded down; none for a target that is no number.
  public init(bits: UInt32) {
    guard let target = CompactTarget.expand(bits) else {
      self = .zero
      return
    }
    let words = [target.word0, target.word1, target.word2, target.word3]
    self.init(rawValue: ChainWork.quotient(words))
  }

  /// The sum, at most the largest number.
  public static func + (left: ChainWork, right: ChainWork) -> ChainWork {
    let (sum, overflow) = left.rawValue.addingReportingOverflow(right.rawValue)
    return ChainWork(rawValue: overflow ? .max : sum)
  }

  /// Compares how many hashes.
  public static func < (left: ChainWork, right: ChainWork) -> Bool {
    left.rawValue < right.rawValue
  }

  /// 2^256 / (target + 1) by long division, bit by bit.
  private static func quotient(_ target: [UInt64]) -> UInt128 {
    let (divisor, carry) = incremented(target)
    // target + 1 = 2^256: the quotient is one.
    if carry { return 1 }
    var remainder: [UInt64] = [0, 0, 0, 0]
    var quotient: UInt128 = 0
    for bit in stride(from: 256, through: 0, by: -1) {
      let shiftedOut = remainder[3] >> 63
      for word in stride(from: 3, through: 1, by: -1) {
        remainder[word] = remainder[word] << 1 | remainder[word - 1] >> 63
      }
      remainder[0] = remainder[0] << 1 | (bit == 256 ? 1 : 0)
      guard quotient >> 127 == 0 else { return .max }
      quotient <<= 1
      if shiftedOut == 1 || !isLess(remainder, divisor) {
        subtract(divisor, from: &remainder)
        quotient |= 1
      }
    }
    return quotient
  }

  private static func incremented(_ words: [UInt64]) -> ([UInt64], carry: Bool) {
    var result = words
    for index in result.indices {
      let (sum, overflow) = result[index].addingReportingOverflow(1)
      result[index] = sum
      if !overflow { return (result, false) }
    }
    return (result, true)
  }

  private static func isLess(_ left: [UInt64], _ right: [UInt64]) -> Bool {
    for index in stride(from: 3, through: 0, by: -1) where left[index] != right[index] {
      return left[index] < right[index]
    }
    return false
  }

  private static func subtract(_ right: [UInt64], from left: inout [UInt64]) {
    var borrow = false
    for index in left.indices {
      let (part, one) = left[index].subtractingReportingOverflow(right[index])
      let (whole, two) = part.subtractingReportingOverflow(borrow ? 1 : 0)
      left[index] = whole
      borrow = one || two
    }
  }
}
