/// The script of an output, which says how it can be spent (Core: `CTxOut::scriptPubKey`).
public struct ScriptPubKey: Hashable, Sendable {
  /// The script's bytes.
  public var bytes: [UInt8]
  /// The script with these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// The script of an input, which satisfies the spent output's script (Core: `CTxIn::scriptSig`).
public struct ScriptSig: Hashable, Sendable {
  /// The script's bytes; a coinbase's are arbitrary.
  public var bytes: [UInt8]
  /// The script with these bytes.
  public init(_ bytes: [UInt8] = []) { self.bytes = bytes }
}

/// The script that a P2SH output names by its hash (BIP-0016).
public struct RedeemScript: Hashable, Sendable {
  /// The script's bytes.
  public var bytes: [UInt8]
  /// The script with these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// The script that a P2WSH output names by its hash (BIP-0141).
public struct WitnessScript: Hashable, Sendable {
  /// The script's bytes.
  public var bytes: [UInt8]
  /// The script with these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// The stack of byte strings that satisfies a witness program (Core: `CScriptWitness`).
public struct Witness: Hashable, Sendable {
  /// The stack, bottom first.
  public var stack: [[UInt8]]
  /// The witness with this stack.
  public init(_ stack: [[UInt8]] = []) { self.stack = stack }
  /// Whether there is nothing on the stack.
  public var isEmpty: Bool { stack.isEmpty }
}
