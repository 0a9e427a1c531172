import Bitcoin

/// Every spend gets a verdict, the same one each time; and each rule only forbids: what passes, passes
/// under fewer rules, and what fails, fails under more (as Bitcoin Core's own test of its flags has it).
enum ScriptLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let spend = ScriptCase(input)
    let verdict = verify(spend, spend.flags)
    let flags =
      verdict == .valid
      ? spend.flags.subtracting(spend.otherFlags).possible
      : spend.flags.union(spend.otherFlags).possible
    let isStricter = flags.isSuperset(of: spend.flags)
    // Mending the flags may have taken some away where some should only be added.
    guard flags != spend.flags, verdict == .valid || isStricter else {
      return try expect(verify(spend, spend.flags) == verdict, "two verdicts of one spend")
    }
    let other = verify(spend, flags)
    try expect(
      (verdict == .valid) == (other == .valid),
      "\(verdict) under \(spend.flags), \(other) under \(flags)")
    if case .invalid(let failure) = verdict {
      try expect(failure.position ?? 0 >= 0, "\(failure) stands before the script")
      try expect(!"\(failure)".isEmpty, "a failure without words")
    }
  }

  private static func verify(_ spend: ScriptCase, _ flags: ScriptFlags) -> SpendVerdict {
    SpendVerifier.verify(
      spend.transaction, input: spend.input, spentOutputs: spend.spentOutputs, flags: flags)
  }
}
