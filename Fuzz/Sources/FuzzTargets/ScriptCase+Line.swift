import Bitcoin

extension ScriptCase {
  /// The rules that libbitcoinkernel knows: those of consensus.
  private static let kernelFlags = ScriptFlags.consensus

  /// The spend of an input of the fuzzer and our verdict as a line of JSON, for `Fuzz/judge.py`, by the
  /// input's flags as far as they are rules of consensus.
  public static func line(_ input: [UInt8]) -> String {
    let spend = ScriptCase(input)
    let flags = spend.flags.intersection(kernelFlags).possible
    let verdict = SpendVerifier.verify(
      spend.transaction, input: spend.input, spentOutputs: spend.spentOutputs, flags: flags)
    let spent = spend.spentOutputs.map {
      "[\($0.value.rawValue), \"\(Hex.encode($0.scriptPubKey.bytes))\"]"
    }
    return "{\"transaction\": \"\(Hex.encode(spend.transaction.encoded()))\", "
      + "\"input\": \(spend.input), \"spent\": [\(spent.joined(separator: ", "))], "
      + "\"flags\": \"\(flags)\", \"verdict\": \"\(verdict)\"}"
  }
}
