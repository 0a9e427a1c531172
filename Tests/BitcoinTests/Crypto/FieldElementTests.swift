import Testing

@testable import Bitcoin

@Suite("FieldElement")
struct FieldElementTests {
  /// The prime (SEC 2, section 2.4.1), words with the least first.
  static let prime: [UInt64] = [0xffff_fffe_ffff_fc2f, .max, .max, .max]

  /// A number below the prime, by words with the least first.
  private func element(_ words: [UInt64]) -> FieldElement {
    FieldElement(
      Hash256(
        words[3].byteSwapped, words[2].byteSwapped, words[1].byteSwapped, words[0].byteSwapped))
  }

  private func words(_ element: FieldElement) -> [UInt64] {
    let bytes = element.normalized().bytes
    return [
      bytes.word3.byteSwapped, bytes.word2.byteSwapped, bytes.word1.byteSwapped,
      bytes.word0.byteSwapped,
    ]
  }

  /// Naive: twice and add, bit by bit, subtracting the prime whenever it fits.
  private func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var sum = [UInt64](repeating: 0, count: 4)
    for bit in (0..<256).reversed() {
      sum = add(sum, sum)
      if left[bit / 64] >> UInt64(bit % 64) & 1 == 1 { sum = add(sum, right) }
    }
    return sum
  }

  private func add(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var sum: [UInt64] = []
    var carry: UInt64 = 0
    for index in 0..<4 {
      let (one, first) = left[index].addingReportingOverflow(right[index])
      let (two, second) = one.addingReportingOverflow(carry)
      sum.append(two)
      carry = (first ? 1 : 0) + (second ? 1 : 0)
    }
    return carry == 1 || !isBelow(sum, FieldElementTests.prime)
      ? subtract(sum, FieldElementTests.prime) : sum
  }

  private func subtract(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var rest: [UInt64] = []
    var borrow: UInt64 = 0
    for index in 0..<4 {
      let (one, first) = left[index].subtractingReportingOverflow(right[index])
      let (two, second) = one.subtractingReportingOverflow(borrow)
      rest.append(two)
      borrow = (first ? 1 : 0) + (second ? 1 : 0)
    }
    return rest
  }

  private func isBelow(_ left: [UInt64], _ right: [UInt64]) -> Bool {
    for index in (0..<4).reversed() where left[index] != right[index] {
      return left[index] < right[index]
    }
    return false
  }

  /// Numbers at the edges of limbs and of the field, and some from between.
  private var numbers: [[UInt64]] {
    var numbers: [[UInt64]] = [
      [0, 0, 0, 0], [1, 0, 0, 0], subtract(FieldElementTests.prime, [1, 0, 0, 0]),
      subtract(FieldElementTests.prime, [2, 0, 0, 0]), [0x1_0000_03d1, 0, 0, 0],
      [.max, .max, .max, 0x7fff_ffff_ffff_ffff], [0, 0, 0, 1 << 63],
      [0xfff0_0000_0000_0000, 0xff, 0, 0], [.max, 0, .max, 0],
    ]
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    for _ in 0..<40 {
      numbers.append(
        (0..<4).map { index in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return index == 3 ? state >> 1 : state
        })
    }
    return numbers
  }

  @Test("products are those of long numbers")
  func products() {
    for left in numbers {
      for right in numbers {
        #expect(words(element(left) * element(right)) == product(left, right))
      }
    }
  }

  @Test("sums and differences too, and products of them")
  func sums() {
    let numbers = numbers.prefix(24)
    for left in numbers {
      for right in numbers {
        let negative = right == [0, 0, 0, 0] ? right : subtract(FieldElementTests.prime, right)
        let expected = add(left, negative)
        #expect(words(element(left) - element(right)) == expected)
        #expect(words(element(left) + element(right)) == add(left, right))
        #expect(
          words((element(left) - element(right)) * (element(left) - element(right)))
            == product(expected, expected))
      }
    }
  }

  /// Elements whose limbs are as large as those of a difference or a sum may be, at random or full.
  private var wide: [FieldElement] {
    let (most, mostOfLast): (UInt64, UInt64) = (1 << 58 - 1, 1 << 54 - 1)
    var elements = [
      FieldElement(most, most, most, most, mostOfLast), FieldElement(most, 0, 0, 0, 0),
      FieldElement(0, 0, 0, 0, mostOfLast), FieldElement(0, most, 0, most, 0),
    ]
    var state: UInt64 = 58
    func draw(below bits: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> (64 - bits)
    }
    for _ in 0..<20 {
      elements.append(
        FieldElement(
          draw(below: 58), draw(below: 58), draw(below: 58), draw(below: 58), draw(below: 54)))
    }
    return elements
  }

  /// The number that limbs stand for, whatever their size.
  private func value(_ element: FieldElement) -> [UInt64] {
    let limbs = [element.limb0, element.limb1, element.limb2, element.limb3, element.limb4]
    return limbs.enumerated().reduce([0, 0, 0, 0]) { sum, limb in
      var power: [UInt64] = [0, 0, 0, 0]
      power[52 * limb.offset / 64] = 1 << UInt64(52 * limb.offset % 64)
      return add(sum, product([limb.element, 0, 0, 0], power))
    }
  }

  @Test("limbs may be as large as the table allows")
  func wideLimbs() {
    for left in wide {
      #expect(words(left) == value(left))
      for right in wide {
        let expected = product(value(left), value(right))
        #expect(words(left * right) == expected)
        // As points are added: a product less the sum of two normal ones, or less one of them.
        for number in numbers.prefix(9) {
          let negative =
            number == [0, 0, 0, 0] ? number : subtract(FieldElementTests.prime, number)
          let once = add(expected, negative)
          #expect(words(left * right - element(number)) == once)
          #expect(
            words(left * right - (element(number) + element(number))) == add(once, negative))
          let back =
            expected == [0, 0, 0, 0] ? expected : subtract(FieldElementTests.prime, expected)
          #expect(words(element(number) - left * right) == add(number, back))
        }
      }
    }
  }

  @Test("a number times its inverse is one, and zero has none")
  func inverses() {
    for number in numbers where number != [0, 0, 0, 0] {
      #expect(words(element(number) * element(number).inverted()) == [1, 0, 0, 0])
    }
    #expect(element([0, 0, 0, 0]).inverted().normalized().isZero)
  }
}
