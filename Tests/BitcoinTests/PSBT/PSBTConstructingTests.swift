import Testing

@testable import Bitcoin

@Suite("PSBT: adding inputs and outputs in version 2")
struct PSBTConstructingTests {
  private let prevout = OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 5)
  private let output = TxOut(value: Satoshi(6), scriptPubKey: ScriptPubKey([Opcode.push1]))

  @Test("inputs and outputs that are added stand in the transaction")
  func added() throws {
    var psbt = PartiallySignedTransaction(fallbackLockTime: 3)
    #expect(try PartiallySignedTransaction(decoding: psbt.encoded()) == psbt)
    #expect(try psbt.computeLockTime() == 3)
    try psbt.add(prevout, sequence: 7)
    try psbt.add(output)
    try psbt.add(prevout, lockTime: 800_000)
    let transaction = try psbt.unsignedTransaction()
    #expect(transaction.inputs.map(\.sequence) == [7, 0xffff_ffff])
    #expect(transaction.inputs.map(\.prevout) == [prevout, prevout])
    #expect(transaction.outputs == [output])
    #expect(transaction.lockTime == 800_000)
    #expect(try PartiallySignedTransaction(decoding: psbt.encoded()) == psbt)
  }

  @Test("what may not be modified is not added to", arguments: [0, 1, 2, 4, 5, 6, 7] as [UInt8])
  func flags(_ flags: UInt8) throws {
    let modifiable = PSBTModifiable(rawValue: flags)
    var psbt = PartiallySignedTransaction(modifiable: modifiable)
    if flags & 1 == 0 || flags & 4 != 0 {
      #expect(throws: PSBTError.notModifiable(.input)) { try psbt.add(prevout) }
    } else {
      try psbt.add(prevout)
    }
    if flags & 2 == 0 || flags & 4 != 0 {
      #expect(throws: PSBTError.notModifiable(.output)) { try psbt.add(output) }
    } else {
      try psbt.add(output)
    }
    var old = try PartiallySignedTransaction(Transaction(inputs: [], outputs: []))
    #expect(throws: PSBTError.notModifiable(.output)) { try old.add(output) }
  }

  @Test("an input whose lock time suits no other, or changes what is signed, is not added")
  func lockTimes() throws {
    var psbt = PartiallySignedTransaction()
    try psbt.add(prevout, lockTime: 100)
    let before = psbt
    #expect(throws: PSBTError.conflictingLockTimes) {
      try psbt.add(prevout, lockTime: 1_700_000_000)
    }
    #expect(psbt == before)
    psbt.inputs[0].map[.inputTapKeySignature] = [UInt8](repeating: 1, count: 64)
    #expect(throws: PSBTError.conflictingLockTimes) { try psbt.add(prevout, lockTime: 101) }
    try psbt.add(prevout, lockTime: 99)
    #expect(try psbt.computeLockTime() == 100)
  }
}
