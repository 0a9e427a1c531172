/// The lognormal law in integer arithmetic, so that all machines draw the same amounts.
///
/// A draw is `median * 2^(sigma * log2(e) * z)`; z is the sum of twelve uniform 16-bit numbers less
/// its mean (Irwin-Hall: variance 1, no tail beyond 6), the power of two a product of constants.
struct Lognormal: Sendable {
  /// The law's median (any unit), at most 2^37.
  let median: Int64
  /// Sigma in thousandths.
  let sigmaPerMille: Int

  /// 2^(1/2), 2^(1/4), … 2^(1/65536), times 2^32, rounded.
  private static let roots: [UInt64] = [
    0x1_6a09_e668, 0x1_306f_e0a3, 0x1_172b_83c8, 0x1_0b55_86d0, 0x1_059b_0d31, 0x1_02c9_a3e7,
    0x1_0163_daa0, 0x1_00b1_afa6, 0x1_0058_c86e, 0x1_002c_605e, 0x1_0016_2f39, 0x1_000b_175f,
    0x1_0005_8ba0, 0x1_0002_c5cc, 0x1_0001_62e5, 0x1_0000_b172,
  ]

  /// log2(e) times 65,536, rounded.
  private static let log2OfE = 94_548

  /// The largest draw, so that sums over ten million draws fit 64 bits.
  static let largest: Int64 = 1 << 38

  /// Draws one amount, at least 1 and at most `largest`.
  func draw(_ generator: inout SeededGenerator) -> Int64 {
    var sum = 0
    for _ in 0..<3 {
      let bits = generator.next()
      for part in 0..<4 { sum += Int(bits >> (16 * UInt64(part)) & 0xffff) }
    }
    let deviation = sum - 6 * 65_536
    let exponent = (deviation * sigmaPerMille / 1_000 * Lognormal.log2OfE) >> 16
    let value = scaled(byPowerOfTwo: max(-20 << 16, min(exponent, 20 << 16)))
    return max(1, min(value, Lognormal.largest))
  }

  /// The median times 2^(exponent / 65,536).
  private func scaled(byPowerOfTwo exponent: Int) -> Int64 {
    let whole = exponent >> 16
    let fraction = exponent & 0xffff
    var factor: UInt64 = 1 << 32
    for (index, root) in Lognormal.roots.enumerated()
    where fraction & (0x8000 >> index) != 0 {
      let product = factor.multipliedFullWidth(by: root)
      factor = product.high << 32 | product.low >> 32
    }
    let product = UInt64(median).multipliedFullWidth(by: factor)
    let value = product.high << 32 | product.low >> 32
    return Int64(whole >= 0 ? value << UInt64(whole) : value >> UInt64(-whole))
  }
}

/// Shares of a sum that are exact.
enum Shares {
  /// Splits `total` in proportion to `weights`, to the unit: what rounding down leaves goes, a unit
  /// each, to the largest remainders, the first of equals first.
  ///
  /// - Returns: a share for each weight; all zero where no weight is positive.
  static func split(_ total: Int64, by weights: [Int64]) -> [Int64] {
    let sum = weights.reduce(0, +)
    guard sum > 0, total > 0 else { return weights.map { _ in 0 } }
    var shares: [Int64] = []
    var remainders: [(remainder: UInt64, index: Int)] = []
    shares.reserveCapacity(weights.count)
    remainders.reserveCapacity(weights.count)
    for (index, weight) in weights.enumerated() {
      let product = UInt64(total).multipliedFullWidth(by: UInt64(weight))
      let (quotient, remainder) = UInt64(sum).dividingFullWidth(product)
      shares.append(Int64(quotient))
      remainders.append((remainder, index))
    }
    var rest = Int(total - shares.reduce(0, +))
    remainders.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
    for (_, index) in remainders {
      guard rest > 0 else { break }
      shares[index] += 1
      rest -= 1
    }
    return shares
  }
}
