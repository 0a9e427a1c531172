@testable import Bitcoin

extension ScriptFlags {
  /// The rules of a vector file's words; nil if one is unknown.
  init?(words: String) {
    self = []
    guard words != "NONE" else { return }
    for word in words.split(separator: ",") {
      guard let flag = ScriptFlags(coreName: word) else { return nil }
      insert(flag)
    }
  }

  /// With the rules that these make no sense without (Core: `FillFlags`, transaction_tests.cpp).
  var filled: ScriptFlags {
    var flags = self
    if flags.contains(.cleanStack) { flags.insert(.witness) }
    if flags.contains(.witness) { flags.insert(.p2sh) }
    return flags
  }

  /// Without the rules that make no sense alone (Core: `TrimFlags`, transaction_tests.cpp).
  var trimmed: ScriptFlags {
    var flags = self
    if !flags.contains(.p2sh) { flags.remove(.witness) }
    if !flags.contains(.witness) { flags.remove(.cleanStack) }
    return flags
  }

  /// Each rule alone.
  static let each = ScriptFlags.coreNames.compactMap { ScriptFlags(coreName: $0) }

  /// A random choice of rules.
  static func random(using generator: inout SeededGenerator) -> ScriptFlags {
    ScriptFlags(rawValue: .random(in: 0...ScriptFlags.all.rawValue, using: &generator))
  }
}
