/// Reads the text of a descriptor, front to back.
struct DescriptorReader {
  /// Where an expression stands, which says what may stand there.
  enum Place {
    case top
    case scriptHash
    case witnessScriptHash
    case tree

    var words: String {
      switch self {
      case .top: "at the top"
      case .scriptHash: "inside sh()"
      case .witnessScriptHash: "inside wsh()"
      case .tree: "inside tr()"
      }
    }
  }

  private let text: [UInt8]
  private let network: Network
  private var position = 0

  init(_ text: [UInt8], _ network: Network) {
    self.text = text
    self.network = network
  }

  /// Reads the whole text as one expression.
  mutating func readAll() throws(DescriptorError) -> DescriptorExpression {
    let expression = try readExpression(.top)
    guard position == text.count else {
      throw DescriptorError(.expected("end"), at: position)
    }
    return expression
  }

  private mutating func readExpression(
    _ place: Place
  ) throws(DescriptorError) -> DescriptorExpression {
    let start = position
    let name = try readName()
    switch (name, place) {
    case ("pk", _):
      return .publicKey(try readOnlyKey(place == .tree ? .xOnly : .init(place)))
    case ("pkh", _):
      return .publicKeyHash(try readOnlyKey(place == .tree ? .xOnly : .init(place)))
    case ("wpkh", .top), ("wpkh", .scriptHash):
      return .witnessKeyHash(try readOnlyKey(.compressed))
    case ("combo", .top):
      return .combo(try readOnlyKey(.any))
    case ("rawtr", .top):
      return .rawTaproot(try readOnlyKey(.xOnly))
    case ("multi", .top), ("multi", .scriptHash), ("multi", .witnessScriptHash),
      ("sortedmulti", .top), ("sortedmulti", .scriptHash), ("sortedmulti", .witnessScriptHash),
      ("multi_a", .tree), ("sortedmulti_a", .tree):
      return .multisig(try readMultisig(isSorted: name.hasPrefix("sorted"), place))
    case ("sh", .top):
      let inner = try readExpression(.scriptHash)
      try expect(")")
      return .scriptHash(inner)
    case ("wsh", .top), ("wsh", .scriptHash):
      let inner = try readExpression(.witnessScriptHash)
      try expect(")")
      return .witnessScriptHash(inner)
    case ("tr", .top):
      return try readTaproot()
    case ("addr", .top):
      return .address(try readAddress())
    case ("raw", .top):
      return .raw(try readScript())
    default:
      throw DescriptorError(
        DescriptorReader.names.contains(name)
          ? .misplaced(function: name, inside: place.words) : .unknownFunction, at: start)
    }
  }

  private static let names = [
    "pk", "pkh", "wpkh", "combo", "rawtr", "multi", "sortedmulti", "multi_a", "sortedmulti_a", "sh",
    "wsh", "tr", "addr", "raw",
  ]

  // MARK: - Functions

  private mutating func readOnlyKey(
    _ form: KeyExpression.Form
  ) throws(DescriptorError) -> KeyExpression {
    let key = try readKey(form)
    try expect(")")
    return key
  }

  private mutating func readMultisig(
    isSorted: Bool, _ place: Place
  ) throws(DescriptorError) -> DescriptorExpression.Multisig {
    let start = position
    let digits = readArgument()
    var keys: [KeyExpression] = []
    while isNext(",") {
      position += 1
      keys.append(try readKey(place == .tree ? .xOnly : .init(place)))
    }
    try expect(")")
    let max =
      switch place {
      // Core takes no more than three keys without a hash before them (script/descriptor.cpp).
      case .top: 3
      case .scriptHash, .witnessScriptHash: MultisigForm.maxKeys
      // Core: `MAX_PUBKEYS_PER_MULTI_A`, script/script.h.
      case .tree: 999
      }
    guard keys.count <= max else {
      throw DescriptorError(.tooManyKeys(count: keys.count, max: max), at: start)
    }
    guard !keys.isEmpty else { throw DescriptorError(.missingKey, at: position - 1) }
    guard let required = ChildNumber(String(decoding: digits, as: UTF8.self)),
      !required.isHardened, (1...keys.count).contains(Int(required.index))
    else { throw DescriptorError(.invalidThreshold, at: start) }
    if place == .scriptHash {
      // m, n, OP_CHECKMULTISIG, and each key with its length (Core: `MAX_SCRIPT_ELEMENT_SIZE`).
      let size = keys.reduce(3) { $0 + $1.size + 1 }
      guard size <= 520 else {
        throw DescriptorError(.redeemScriptTooLarge(size: size, max: 520), at: start)
      }
    }
    return DescriptorExpression.Multisig(
      required: Int(required.index), keys: keys, isSorted: isSorted, isTaproot: place == .tree)
  }

  private mutating func readTaproot() throws(DescriptorError) -> DescriptorExpression {
    let key = try readKey(.xOnly)
    var leaves: [DescriptorExpression.Leaf] = []
    if isNext(",") {
      position += 1
      // For each open brace whether its right side is being read.
      var branches: [Bool] = []
      repeat {
        while isNext("{") {
          guard branches.count < TaprootTree.maxDepth else {
            throw DescriptorError(.treeTooDeep(max: TaprootTree.maxDepth), at: position)
          }
          position += 1
          branches.append(false)
        }
        leaves.append(.init(depth: branches.count, script: try readExpression(.tree)))
        while branches.last == true {
          try expect("}")
          branches.removeLast()
        }
        if let last = branches.indices.last {
          try expect(",")
          branches[last] = true
        }
      } while !branches.isEmpty
    }
    try expect(")")
    return .taproot(key, leaves)
  }

  private mutating func readAddress() throws(DescriptorError) -> Address {
    let start = position
    let argument = String(decoding: readArgument(), as: UTF8.self)
    guard let address = try? Address(argument, network: network) else {
      throw DescriptorError(.invalidAddress, at: start)
    }
    try expect(")")
    return address
  }

  private mutating func readScript() throws(DescriptorError) -> ScriptPubKey {
    let start = position
    let argument = String(decoding: readArgument(), as: UTF8.self)
    guard let bytes = Hex.decode(argument), !bytes.isEmpty else {
      throw DescriptorError(.invalidHex, at: start)
    }
    try expect(")")
    return ScriptPubKey(bytes)
  }

  // MARK: - Parts

  private mutating func readKey(
    _ form: KeyExpression.Form
  ) throws(DescriptorError) -> KeyExpression {
    let start = position
    return try KeyExpression(readArgument(), at: start, form, network)
  }

  /// Reads a function's name and the parenthesis after it.
  private mutating func readName() throws(DescriptorError) -> String {
    let start = position
    while position < text.count, DescriptorReader.isNamePart(text[position]) { position += 1 }
    guard position > start else { throw DescriptorError(.expected("function"), at: start) }
    let name = String(decoding: text[start..<position], as: UTF8.self)
    try expect("(")
    return name
  }

  /// Reads what stands before the next comma, parenthesis or brace.
  private mutating func readArgument() -> ArraySlice<UInt8> {
    let start = position
    while position < text.count, !DescriptorReader.ends.contains(text[position]) { position += 1 }
    return text[start..<position]
  }

  private static let ends = Array(",(){}".utf8)

  private static func isNamePart(_ character: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character) || character == UInt8(ascii: "_")
  }

  private func isNext(_ character: Unicode.Scalar) -> Bool {
    position < text.count && text[position] == UInt8(ascii: character)
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(DescriptorError) {
    guard isNext(character) else {
      throw DescriptorError(.expected("\"\(character)\""), at: position)
    }
    position += 1
  }
}
