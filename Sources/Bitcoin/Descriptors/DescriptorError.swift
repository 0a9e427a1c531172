/// What is wrong with a descriptor, and where. It never holds the text, which may be secret.
public struct DescriptorError: Error, Hashable, Sendable {
  /// What is wrong.
  public let flaw: Flaw
  /// The byte of the text at which it is wrong, from 0.
  public let position: Int

  init(_ flaw: Flaw, at position: Int) {
    self.flaw = flaw
    self.position = position
  }

  /// What can be wrong.
  public enum Flaw: Hashable, Sendable {
    /// The text has more than `max` bytes.
    case tooLong(max: Int)
    /// A character that the checksum does not know (BIP-0380).
    case invalidCharacter
    /// Nothing stands after `#`.
    case missingChecksum
    /// More or fewer than eight characters stand after `#`, or a second `#` among them.
    case malformedChecksum
    /// The checksum is another than that of the text.
    case wrongChecksum(expected: String)
    /// Something else should stand here.
    case expected(String)
    /// No function that is known here has this name.
    case unknownFunction
    /// The function has no place inside that other one.
    case misplaced(function: String, inside: String)
    /// No key stands where one should.
    case missingKey
    /// It is no public key, WIF or extended key.
    case invalidKey
    /// It is an extended key that cannot be taken.
    case invalidExtendedKey(ExtendedKeyError)
    /// The key is not compressed where it must be.
    case uncompressedKey
    /// The key has the form that tells too much (first byte 06 or 07).
    case hybridKey
    /// What stands between brackets is no fingerprint with steps, or a bracket is missing.
    case invalidOrigin
    /// It is no step of a derivation.
    case invalidStep
    /// More steps than any key can have.
    case tooManySteps(max: Int)
    /// Steps follow a key that has no children.
    case stepsAfterSingleKey
    /// It is no number of signatures from 1 to the count of keys.
    case invalidThreshold
    /// More keys than the script can have.
    case tooManyKeys(count: Int, max: Int)
    /// The redeem script is longer than what can be pushed (Core: `MAX_SCRIPT_ELEMENT_SIZE`).
    case redeemScriptTooLarge(size: Int, max: Int)
    /// A script lies below more branches than a control block can show.
    case treeTooDeep(max: Int)
    /// It is no script in hexadecimal digits.
    case invalidHex
    /// It is no address of the network.
    case invalidAddress
    /// The keys are hardened children, and the descriptor has only the public key.
    case needsSecretKey
    /// No child has so great an index.
    case indexTooLarge(UInt32)
    /// The derivation ends without a key: below depth 255.
    case noKey
  }
}

extension DescriptorError: CustomStringConvertible {
  /// What is wrong, then at which character, counted from 1.
  public var description: String { "\(flaw) at character \(position + 1) of the descriptor" }
}

extension DescriptorError.Flaw: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .tooLong(let max): "more than \(max) characters"
    case .invalidCharacter: "a character that no descriptor has"
    case .missingChecksum: "no checksum after #"
    case .malformedChecksum: "a checksum that has not eight characters"
    case .wrongChecksum(let expected): "a wrong checksum instead of \(expected)"
    case .expected(let what): "no \(what)"
    case .unknownFunction: "no known function"
    case .misplaced(let function, let inside): "\(function)() \(inside)"
    case .missingKey: "no key"
    case .invalidKey: "an invalid key"
    case .invalidExtendedKey(let error): "\(error)"
    case .uncompressedKey: "an uncompressed key where only compressed ones may be"
    case .hybridKey: "a hybrid key"
    case .invalidOrigin: "an invalid key origin"
    case .invalidStep: "an invalid derivation step"
    case .tooManySteps(let max): "more than \(max) derivation steps"
    case .stepsAfterSingleKey: "derivation steps after a key that has no children"
    case .invalidThreshold: "an invalid number of signatures"
    case .tooManyKeys(let count, let max): "\(count) keys where \(max) are the most"
    case .redeemScriptTooLarge(let size, let max):
      "a redeem script of \(size) bytes where \(max) are the most"
    case .treeTooDeep(let max): "a script below more than \(max) branches"
    case .invalidHex: "a script that is not in hexadecimal digits"
    case .invalidAddress: "an invalid address"
    case .needsSecretKey: "hardened children of a public key"
    case .indexTooLarge(let index): "no child \(index)"
    case .noKey: "no key at the end of the derivation"
    }
  }
}
