import Testing

@testable import Bitcoin

@Suite("Script numbers")
struct ScriptNumberTests {
  static let forms: [(Int64, [UInt8])] = [
    (0, []), (1, [1]), (-1, [0x81]), (127, [0x7f]), (-127, [0xff]), (128, [0x80, 0]),
    (-128, [0x80, 0x80]), (255, [0xff, 0]), (-255, [0xff, 0x80]), (256, [0, 1]), (-256, [0, 0x81]),
    (32_767, [0xff, 0x7f]), (32_768, [0, 0x80, 0]), (-32_768, [0, 0x80, 0x80]),
    (8_388_607, [0xff, 0xff, 0x7f]), (8_388_608, [0, 0, 0x80, 0]),
    (2_147_483_647, [0xff, 0xff, 0xff, 0x7f]), (-2_147_483_647, [0xff, 0xff, 0xff, 0xff]),
    (2_147_483_648, [0, 0, 0, 0x80, 0]), (4_294_967_295, [0xff, 0xff, 0xff, 0xff, 0]),
    (549_755_813_887, [0xff, 0xff, 0xff, 0xff, 0x7f]),
  ]

  func decode(
    _ bytes: [UInt8], isMinimal: Bool = true, maxSize: Int = 4
  ) throws(ScriptRule) -> Int64 {
    try ScriptNumber.decode(bytes.span, isMinimal: isMinimal, maxSize: maxSize)
  }

  @Test("a number has one shortest form", arguments: forms)
  func roundTrip(_ value: Int64, _ bytes: [UInt8]) throws {
    #expect(ScriptNumber.encode(value) == bytes)
    #expect(try decode(bytes, maxSize: 5) == value)
    if bytes.count > 4 { #expect(throws: ScriptRule.unknownError) { try decode(bytes) } }
    // A zero byte below the sign makes a longer form of the same number.
    guard bytes.count < 5 else { return }
    var longer = bytes
    if let last = longer.popLast() {
      longer += [last & 0x7f, last & 0x80]
    } else {
      longer = [0]
    }
    #expect(try decode(longer, isMinimal: false, maxSize: 5) == value)
    #expect(throws: ScriptRule.unknownError) { try decode(longer, maxSize: 5) }
  }

  @Test("a negative zero is zero, where the shortest form is not asked for")
  func negativeZero() throws {
    #expect(try decode([0x80], isMinimal: false) == 0)
    #expect(try decode([0, 0, 0, 0x80], isMinimal: false) == 0)
    #expect(throws: ScriptRule.unknownError) { try decode([0x80]) }
  }

  @Test("the extremes of 64 bits have their nine bytes")
  func extremes() {
    #expect(
      ScriptNumber.encode(.min) == [0, 0, 0, 0, 0, 0, 0, 0x80, 0x80])
    #expect(ScriptNumber.encode(.max) == [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])
  }
}

@Suite("ConditionStack")
struct ConditionStackTests {
  @Test("it answers as a list of booleans would", .tags(.property))
  func naive() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      var stack = ConditionStack()
      var list: [Bool] = []
      for _ in 0..<60 {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0, 1:
          let value = Bool.random(using: &generator)
          stack.open(value)
          list.append(value)
        case 2, 3:
          #expect(stack.turn() == !list.isEmpty)
          if let last = list.popLast() { list.append(!last) }
        default:
          #expect(stack.close() == !list.isEmpty)
          _ = list.popLast()
        }
        #expect(stack.isEmpty == list.isEmpty)
        #expect(stack.isRunning == !list.contains(false))
      }
    }
  }
}

@Suite("ScriptStack")
struct ScriptStackTests {
  @Test("items keep their bytes when the room is tidied")
  func tidying() {
    var stack = ScriptStack()
    let first = [UInt8](repeating: 1, count: 520)
    stack.push(first.span)
    stack.push(first.span)
    stack.moveToAlternative()
    stack.push(number: 7)
    stack.copy(1)
    var largest = 0
    for round in 0..<20_000 {
      let item = [UInt8](repeating: UInt8(round & 0xff), count: 520)
      stack.push(item.span)
      stack.drop()
      largest = max(largest, stack.bytes.count)
    }
    #expect(largest < 3 << 20)
    #expect(stack.count == 3)
    #expect([UInt8](stack.top) == first)
    #expect([UInt8](stack[stack.range(1)]) == [7])
    #expect([UInt8](stack[stack.range(2)]) == first)
    stack.moveFromAlternative()
    #expect([UInt8](stack.top) == first)
    #expect(stack.areEqual(0, 1))
    #expect(!stack.areEqual(0, 2))
  }

  @Test("a witness as large as a block is not tidied for each item", .timeLimit(.minutes(1)))
  func manyItems() {
    // As many as a block of 4,000,000 bytes has room for: their count is refused, but only by the
    // first instruction.
    let item = [UInt8](repeating: 7, count: 19)
    let script: [UInt8] = [Opcode.nop]
    let spent = TxOut(
      value: .coin, scriptPubKey: .payToWitnessScriptHash(of: WitnessScript(script)))
    let transaction = Transaction(
      inputs: [
        TxIn(
          prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0),
          witness: Witness([[UInt8]](repeating: item, count: 199_900) + [script]))
      ],
      outputs: [spent])
    let verdict = SpendVerifier.verify(transaction, input: 0, spentOutputs: [spent])
    guard case .invalid(let failure) = verdict else {
      Issue.record("too many items pass")
      return
    }
    #expect(failure.rule == .stackSize)
  }

  @Test(
    "only zeros are false, also with a sign",
    arguments: [
      ([], false), ([0], false), ([0x80], false), ([0, 0, 0x80], false), ([0x80, 0], true),
      ([1], true), ([0, 1, 0], true), ([0x81], true),
    ] as [([UInt8], Bool)])
  func truth(_ item: [UInt8], _ expected: Bool) {
    var stack = ScriptStack()
    stack.push(item.span)
    #expect(stack.isTrue() == expected)
  }
}

/// What FindAndDelete leaves, by its meaning (BIP-0143 names what it was; Core: `script_tests.cpp`).
@Suite("Signatures within what they sign")
struct ScriptCodeTests {
  static let cases: [(String, String, String?)] = [
    ("515253", "52", nil),
    // A push is taken where an instruction begins, however often.
    ("0302ff03", "02ff03", ""), ("0302ff030302ff03", "02ff03", ""),
    ("510302ff0351", "02ff03", "5151"),
    ("0302ff0301ff0302ff03", "02ff03", "01ff"),
    // Not within another push, and not in a longer form.
    ("0403020ff003", "020ff0", nil), ("4c0302ff03", "02ff03", nil), ("0502ff030302", "ff03", nil),
    // An empty signature is OP_0.
    ("000051", "", "51"), ("51020000", "", nil), ("0003feed", "", "03feed"),
    // What cannot be read stays as it is.
    ("02aaff05aa", "aaff", "05aa"), ("05aa02aaff", "aaff", nil),
  ]

  @Test("they are taken out as consensus takes them out", arguments: cases)
  func removing(_ script: String, _ signature: String, _ expected: String?) throws {
    let script = try #require(Hex.decode(script))
    let signature = try #require(Hex.decode(signature))
    let left = ScriptCode.removing(signature.span, from: script.span)
    #expect(left.map { Hex.encode($0) } == expected)
  }

  @Test("a push of any length is found, in the form of that length")
  func lengths() {
    for count in [1, 74, 75, 76, 255, 256, 520, 65_535, 65_536] {
      let signature = [UInt8](repeating: 7, count: count)
      var writer = ByteWriter()
      writer.write(byte: 0x51)
      writer.write(push: signature)
      writer.write(byte: 0xac)
      let script = writer.bytes
      #expect(ScriptCode.removing(signature.span, from: script.span) == [0x51, 0xac])
    }
  }
}

@Suite("Names of scripts")
struct ScriptNameTests {
  @Test("every opcode has a name of its own, and is found by it")
  func opcodes() {
    let names = (0...255).map { Opcode.name(of: UInt8($0)) }
    #expect(Set(names).count == 256)
    for (opcode, name) in names.enumerated() { #expect(Opcode.named(name) == UInt8(opcode)) }
    #expect(Opcode.named("CHECKSIGADD") == 0xba)
    #expect(Opcode.named("OP_NOPE") == nil)
    #expect(Opcode.name(of: 0xb1) == "OP_CHECKLOCKTIMEVERIFY")
    #expect(Opcode.name(of: 0x4b) == "OP_PUSHBYTES_75")
    #expect(Opcode.name(of: 0xff) == "OP_UNKNOWN_255")
  }

  @Test("OP_SUCCESSx are those of BIP-0342, and disabled ones are those of 2010")
  func groups() {
    // Written again from BIP-0342: 80, 98, 126-129, 131-134, 137-138, 141-142, 149-153, 187-254.
    let success =
      [80, 98] + (126...129) + (131...134) + (137...138) + (141...142) + (149...153) + (187...254)
    #expect((0...255).filter { Opcode.isSuccess(UInt8($0)) } == success)
    let disabled = "CAT SUBSTR LEFT RIGHT INVERT AND OR XOR 2MUL 2DIV MUL DIV MOD LSHIFT RSHIFT"
    #expect(
      (0...255).filter { Opcode.isDisabled(UInt8($0)) }.map { Opcode.name(of: UInt8($0)) }
        == disabled.split(separator: " ").map { "OP_\($0)" })
  }

  @Test("rules have Core's names and words")
  func rules() {
    #expect(ScriptRule.allCases.count == 52)
    #expect(Set(ScriptRule.allCases.map(\.coreReason)).count == 52)
    #expect(
      ScriptRule.sigNullFail.coreReason
        == "Signature must be zero for failed CHECK(MULTI)SIG operation")
    #expect("\(ScriptRule.sigNullFail)" == "NULLFAIL")
    #expect(ScriptRule.unknownError.coreReason == "unknown error")
  }

  @Test("flags have Core's names and places")
  func flags() {
    #expect(ScriptFlags.coreNames.count == 21)
    for (bit, name) in ScriptFlags.coreNames.enumerated() {
      #expect(ScriptFlags(coreName: name) == ScriptFlags(rawValue: 1 << UInt32(bit)))
    }
    #expect(ScriptFlags(coreName: "NONE") == nil)
    #expect("\(ScriptFlags([]))" == "NONE")
    #expect("\(ScriptFlags([.p2sh, .taproot]))" == "P2SH,TAPROOT")
    // Core: MANDATORY_SCRIPT_VERIFY_FLAGS and STANDARD_SCRIPT_VERIFY_FLAGS, policy/policy.h.
    #expect(
      "\(ScriptFlags.consensus)"
        == "P2SH,DERSIG,NULLDUMMY,CHECKLOCKTIMEVERIFY,CHECKSEQUENCEVERIFY,WITNESS,TAPROOT")
    #expect(ScriptFlags.all.subtracting(.standard) == .signaturePushOnly)
  }

  @Test("a failure says rule, opcode and place")
  func failures() {
    let failure = ScriptFailure(
      rule: .equalVerify, script: .scriptPubKey, opcode: 0x88, position: 23)
    #expect("\(failure)" == "EQUALVERIFY at OP_EQUALVERIFY, byte 23 of the scriptPubKey")
    #expect(
      "\(ScriptFailure(rule: .witnessUnexpected, script: .witness))"
        == "WITNESS_UNEXPECTED in the witness")
  }
}
