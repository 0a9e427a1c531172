/// A text that whoever controls a script is to sign, and the two transactions that stand for it
/// (BIP-0322). Neither can ever be in a block.
public struct MessageChallenge: Hashable, Sendable {
  /// The text, which is signed as UTF-8.
  public let text: String
  /// The script whose owner signs (BIP-0322: `message_challenge`).
  public let scriptPubKey: ScriptPubKey

  /// The challenge to sign `text` for the address of `scriptPubKey`.
  public init(_ text: String, for scriptPubKey: ScriptPubKey) {
    self.text = text
    self.scriptPubKey = scriptPubKey
  }

  /// Hashes a text under the tag of signed messages (BIP-0322: `message_hash`).
  public static func messageHash(_ text: String) -> Hash256 {
    TaggedHash.hash(tag: "BIP0322-signed-message", Array(text.utf8))
  }

  /// Makes the transaction that pays nothing to the script and holds the text's hash.
  public func makeToSpend() -> Transaction {
    var script = ByteWriter(capacity: 34)
    script.write(byte: Opcode.push0)
    script.write(push: MessageChallenge.messageHash(text).bytes)
    return Transaction(
      version: 0,
      inputs: [TxIn(prevout: .null, scriptSig: ScriptSig(script.bytes), sequence: 0)],
      outputs: [TxOut(value: .zero, scriptPubKey: scriptPubKey)])
  }

  /// Makes the transaction that spends `makeToSpend()`, whose first input is to be satisfied.
  ///
  /// `terms` other than the default, and `reserves`, are for the full forms alone.
  public func makeToSign(terms: Terms = .none, reserves: [TxIn] = []) -> Transaction {
    let prevout = OutPoint(txid: makeToSpend().computeTxid(), vout: 0)
    return Transaction(
      version: terms.version,
      inputs: [TxIn(prevout: prevout, sequence: terms.age)] + reserves,
      outputs: [TxOut(value: .zero, scriptPubKey: MessageChallenge.noOutput)],
      lockTime: terms.time)
  }

  /// The script of the one output of `makeToSign()`.
  static let noOutput = ScriptPubKey([Opcode.return])
}

extension MessageChallenge {
  /// The time locks under which a message is signed (BIP-0322: nVersion, nLockTime, nSequence).
  public struct Terms: Hashable, Sendable {
    /// The version of the transaction: 0, or 2 where the script asks for an age.
    public var version: UInt32
    /// The signature holds from this height or Unix time on: the transaction's lock time.
    public var time: UInt32
    /// The signature holds for outputs of this age: the sequence of the first input (BIP-0068).
    public var age: UInt32

    /// Terms; none unless told otherwise.
    public init(version: UInt32 = 0, time: UInt32 = 0, age: UInt32 = 0) {
      self.version = version
      self.time = time
      self.age = age
    }

    /// No time lock.
    public static let none = Terms()
  }
}
