/// The stack and the alternative stack of a running script.
///
/// Items are never changed once they are made, so each is a range of one buffer, and copying one
/// copies the range alone. The buffer only grows while a script runs; what lies in it dead is thrown
/// out before it can take much room.
struct ScriptStack {
  /// The bytes of all items.
  private(set) var bytes: [UInt8] = []
  private var items: [Range<Int>] = []
  private var alternative: [Range<Int>] = []

  /// The least size to tidy at; the living items of a running script take 520,000 bytes at most.
  private static let leastTidySize = 1 << 21
  /// The size to tidy at: twice what lived the last time, since the items that a witness brings are
  /// counted only after the first instruction, and may take a whole block.
  private var tidySize = ScriptStack.leastTidySize

  /// An empty stack with room for the scripts of every day.
  init() {
    bytes.reserveCapacity(480)
    items.reserveCapacity(16)
  }

  /// How many items there are.
  var count: Int { items.count }
  /// How many items both stacks hold.
  var total: Int { items.count + alternative.count }
  /// Whether the alternative stack is empty.
  var isAlternativeEmpty: Bool { alternative.isEmpty }

  /// Where the item lies that has `depth` items above it.
  ///
  /// - Precondition: there is such an item.
  func range(_ depth: Int) -> Range<Int> {
    items[items.count - 1 - depth]
  }

  /// The bytes that lie in a range.
  subscript(range: Range<Int>) -> Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(range) }
  }

  /// The item on top.
  ///
  /// - Precondition: there is one.
  var top: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(range(0)) }
  }

  /// Whether the item with `depth` items above it is true: anything but zeros, of which the last may
  /// have a sign (Core: `CastToBool`, script/interpreter.cpp).
  ///
  /// - Precondition: there is such an item.
  func isTrue(_ depth: Int = 0) -> Bool {
    let range = range(depth)
    for index in range where bytes[index] != 0 {
      return index != range.upperBound - 1 || bytes[index] != 0x80
    }
    return false
  }

  /// Whether two items are the same bytes.
  ///
  /// - Precondition: there are such items.
  func areEqual(_ first: Int, _ second: Int) -> Bool {
    let (first, second) = (range(first), range(second))
    guard first.count == second.count else { return false }
    for offset in 0..<first.count
    where bytes[first.lowerBound + offset] != bytes[second.lowerBound + offset] {
      return false
    }
    return true
  }
}

// MARK: - Changing

extension ScriptStack {
  /// Forgets everything, and the alternative stack.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    tidySize = ScriptStack.leastTidySize
    removeAlternative()
  }

  /// Forgets the alternative stack, which no script hands on to the next.
  mutating func removeAlternative() {
    guard !alternative.isEmpty else { return }
    alternative.removeAll(keepingCapacity: true)
  }

  /// Puts bytes on top.
  mutating func push(_ item: Span<UInt8>) {
    let start = begin()
    // Safe: the buffer is read within the closure alone.
    unsafe item.withUnsafeBufferPointer { buffer in unsafe bytes.append(contentsOf: buffer) }
    items.append(start..<bytes.count)
  }

  /// Puts a number on top.
  mutating func push(number: Int64) {
    let start = begin()
    ScriptNumber.append(number, to: &bytes)
    items.append(start..<bytes.count)
  }

  /// Puts 1 or nothing on top.
  mutating func push(_ isTrue: Bool) {
    let start = begin()
    if isTrue { bytes.append(1) }
    items.append(start..<bytes.count)
  }

  /// Puts a hash on top.
  mutating func push(_ hash: Hash256) {
    let start = begin()
    // Safe: a Hash256 is 32 bytes without padding, little-endian words as the machine has them.
    unsafe withUnsafeBytes(of: hash) { unsafe bytes.append(contentsOf: $0) }
    items.append(start..<bytes.count)
  }

  /// Puts a hash on top.
  mutating func push(_ hash: Hash160) {
    let start = begin()
    // Safe: the first 20 bytes of a Hash160 are its words, little-endian as the machine has them.
    unsafe withUnsafeBytes(of: hash) { unsafe bytes.append(contentsOf: $0.prefix(20)) }
    items.append(start..<bytes.count)
  }

  /// Copies the item with `depth` items above it to the top.
  ///
  /// - Precondition: there is such an item.
  mutating func copy(_ depth: Int) {
    items.append(range(depth))
  }

  /// Moves the item with `depth` items above it to the top.
  ///
  /// - Precondition: there is such an item.
  mutating func lift(_ depth: Int) {
    items.append(items.remove(at: items.count - 1 - depth))
  }

  /// Puts a copy of the top below the second.
  ///
  /// - Precondition: there are two items.
  mutating func tuck() {
    items.insert(range(0), at: items.count - 2)
  }

  /// Removes the item with `depth` items above it.
  ///
  /// - Precondition: there is such an item.
  mutating func remove(_ depth: Int) {
    items.remove(at: items.count - 1 - depth)
  }

  /// Removes `count` items from the top.
  ///
  /// - Precondition: there are as many.
  mutating func drop(_ count: Int = 1) {
    items.removeLast(count)
  }

  /// Exchanges two items.
  ///
  /// - Precondition: there are such items.
  mutating func exchange(_ first: Int, _ second: Int) {
    items.swapAt(items.count - 1 - first, items.count - 1 - second)
  }

  /// Moves the top to the alternative stack.
  ///
  /// - Precondition: there is one.
  mutating func moveToAlternative() {
    alternative.append(items.removeLast())
  }

  /// Moves the alternative stack's top back.
  ///
  /// - Precondition: there is one.
  mutating func moveFromAlternative() {
    items.append(alternative.removeLast())
  }

  /// The items as they stand, to come back to later.
  func snapshot() -> [Range<Int>] { items }

  /// Comes back to items that stood here since the last `removeAll`.
  mutating func restore(_ snapshot: [Range<Int>]) {
    items = snapshot
  }
}

// MARK: - Room

extension ScriptStack {
  /// Where the next item's bytes begin.
  private mutating func begin() -> Int {
    if bytes.count > tidySize { tidy() }
    return bytes.count
  }

  /// Keeps the bytes of living items only.
  @inline(never)
  private mutating func tidy() {
    var kept: [UInt8] = []
    kept.reserveCapacity(tidySize)
    func move(_ range: Range<Int>) -> Range<Int> {
      let start = kept.count
      kept.append(contentsOf: bytes[range])
      return start..<kept.count
    }
    items = items.map(move)
    alternative = alternative.map(move)
    bytes = kept
    tidySize = max(ScriptStack.leastTidySize, 2 * kept.count)
  }
}
