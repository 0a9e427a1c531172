import Bitcoin
import Files

/// Transactions that spend nothing but keys and key hashes of the kind before segwit: nearly all of
/// most scenarios. They are written and signed in place, without a `Transaction` and the arrays in it.
extension SigningDesk {
  /// Whether a transaction is such a one, and nobody tried to change it in flight.
  func isPlain(_ number: Int) -> Bool {
    for input in plan.inputs(of: number) {
      switch plan.form(ofOutput: plan.inputSpent[input].position).script {
      case .publicKey, .publicKeyHash: continue
      default: return false
      }
    }
    return plan.malleations[number] == nil && plan.failedMalleations[number] == nil
  }

  /// Makes and signs such a transaction; nil where `help` says that what it spends may never be known.
  func makePlainTransaction(
    _ number: Int, using tools: inout SigningTools, helping help: () -> Workers.Help
  ) -> SignedTransaction? {
    let inputs = plan.inputs(of: number)
    tools.template.begin(
      version: UInt32(plan.transactionVersion[number]), inputCount: inputs.count)
    for input in inputs {
      guard let prevout = prevout(ofInput: input, helping: help) else { return nil }
      tools.template.add(prevout, sequence: plan.transactionSequence[number])
    }
    writeOutputs(number, using: &tools)
    let outputs = tools.outputs.bytes
    tools.template.end(outputs: outputs.span, lockTime: plan.transactionLockTime[number])
    sign(number, using: &tools)
    var writer = ByteWriter(
      capacity: 50 * inputs.count + tools.scriptSigs.bytes.count + outputs.count + 20)
    tools.template.write(
      into: &writer, scriptSigs: tools.scriptSigs.bytes.span, ends: tools.scriptSigEnds.span)
    return SignedTransaction(withoutWitness: writer.bytes, using: tools.hasher)
  }

  private func writeOutputs(_ number: Int, using tools: inout SigningTools) {
    let outputs = plan.outputs(of: number)
    tools.outputs.removeAll()
    tools.outputs.write(compactSize: outputs.count)
    for output in outputs {
      tools.script.removeAll()
      keys.write(scriptOf: plan.outputKey[output], into: &tools.script)
      tools.outputs.write(plan.outputValue[output])
      tools.outputs.write(counted: tools.script.bytes)
    }
  }

  private func sign(_ number: Int, using tools: inout SigningTools) {
    tools.scriptSigs.removeAll()
    tools.scriptSigEnds.removeAll(keepingCapacity: true)
    for (place, input) in plan.inputs(of: number).enumerated() {
      let key = plan.outputKey[plan.inputSpent[input].position]
      tools.script.removeAll()
      keys.write(scriptOf: key, into: &tools.script)
      let script = tools.script.bytes
      let digest = tools.template.hash(
        input: place, scriptCode: script.span, type: .all, using: &tools.scratch)
      keys.write(
        scriptSigOf: key, signing: digest, grindLowR: plan.grindsLowR(key, in: number),
        into: &tools.scriptSigs)
      tools.scriptSigEnds.append(tools.scriptSigs.bytes.count)
    }
  }
}
