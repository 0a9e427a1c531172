/// What scripts weigh at most, before anything is signed.
///
/// A signature has at most 73 bytes with its type (BIP-0066, Core: script/interpreter.cpp,
/// `IsValidSignatureEncoding`; a low S takes one byte less), and a push at most three bytes of its own,
/// as where somebody encoded it anew.
extension KeyForm {
  private static let signature = 73
  private static let push = 3
  /// Weight units of a byte outside witnesses (Core: consensus/consensus.h,
  /// WITNESS_SCALE_FACTOR).
  private static let scale = 4

  /// How heavy an output is (WU).
  var outputWeight: Int {
    let script =
      switch self.script {
      case .publicKey: Int(keySize) + 2
      case .publicKeyHash: 25
      case .scriptHashMultisig, .nestedWitnessKeyHash: 23
      case .witnessKeyHash: 22
      case .witnessScriptHash, .taprootKey, .taprootScript: 34
      }
    return KeyForm.scale * (8 + 1 + script)
  }

  /// How heavy an input is at most (WU).
  var maxInputWeight: Int {
    let pushed = KeyForm.push + KeyForm.signature
    let keys = Int(count) * (Int(keySize) + 1) + 3
    switch script {
    case .publicKey:
      return inputWeight(scriptSig: pushed, witness: 1)
    case .publicKeyHash:
      return inputWeight(scriptSig: pushed + KeyForm.push + Int(keySize), witness: 1)
    case .scriptHashMultisig:
      let script = KeyForm.push + keys
      return inputWeight(scriptSig: 1 + Int(required) * pushed + script, witness: 1)
    case .witnessKeyHash:
      return inputWeight(scriptSig: 0, witness: 1 + 1 + KeyForm.signature + 1 + 33)
    case .nestedWitnessKeyHash:
      return inputWeight(scriptSig: 23, witness: 1 + 1 + KeyForm.signature + 1 + 33)
    case .witnessScriptHash:
      let signatures = Int(required) * (1 + KeyForm.signature)
      return inputWeight(scriptSig: 0, witness: 1 + 1 + signatures + 3 + keys)
    case .taprootKey:
      return inputWeight(scriptSig: 0, witness: 1 + 1 + 65)
    case .taprootScript:
      // Each key's signature, the leaf, and a control block with one hash (BIP-0341).
      let leaf = 3 + Int(count) * 34 + 2
      let control = 1 + 33 + 32
      return inputWeight(
        scriptSig: 0, witness: 1 + Int(count) * 66 + leaf + control)
    }
  }

  /// Outpoint, script with its length, and sequence count four times, the witness once.
  private func inputWeight(scriptSig: Int, witness: Int) -> Int {
    KeyForm.scale * (36 + 3 + scriptSig + 4) + witness
  }
}
