import Bitcoin

extension Malleation {
  /// The transaction with its scriptSigs changed: the same inputs, outputs and signers, another txid.
  ///
  /// - Precondition: every input spends P2PK or P2PKH, so that its scriptSig pushes a signature and
  ///   perhaps a key.
  func applied(to transaction: Transaction) -> Transaction {
    var changed = transaction
    for index in changed.inputs.indices {
      guard let items = changed.inputs[index].scriptSig.pushedItems, (1...2).contains(items.count)
      else { preconditionFailure("only inputs of P2PK and P2PKH are changed in flight") }
      changed.inputs[index].scriptSig = scriptSig(pushing: items)
    }
    return changed
  }

  private func scriptSig(pushing items: [[UInt8]]) -> ScriptSig {
    switch self {
    case .pushData2:
      var writer = ByteWriter(capacity: items.reduce(0) { $0 + $1.count + 3 })
      for item in items {
        writer.write(byte: Opcode.pushData2)
        writer.write(UInt16(item.count))
        writer.write(item)
      }
      return ScriptSig(writer.bytes)
    case .highS:
      // The sighash type is the last byte of the first item.
      guard let type = items[0].last,
        let signature = ECDSASignature(der: Array(items[0].dropLast()))?.negatingS()
      else { preconditionFailure("a signed input pushes its signature first") }
      return .pushes([signature.der + [type]] + items.dropFirst())
    }
  }
}
