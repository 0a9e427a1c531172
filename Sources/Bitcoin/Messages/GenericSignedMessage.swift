/// A signature over a text for any script (BIP-0322, version 2.0.0).
///
/// ```
/// smp | base 64 of the witness of to_sign's one input
/// ful | base 64 of to_sign
/// pof | base 64 of the finalised PSBT of to_sign, whose further inputs are the coins shown
/// ```
/// What has no prefix is a P2PKH signature of `signmessage` if it is one by its form, else a witness,
/// as before the prefixes were introduced.
public struct GenericSignedMessage: Hashable, Sendable {
  /// What the signature consists of.
  public let content: Content

  /// What a signature consists of.
  public enum Content: Hashable, Sendable {
    /// The 65 bytes of `signmessage`, for P2PKH alone.
    case legacy(SignedMessage)
    /// The witness of a plain witness program without time locks.
    case simple(Witness)
    /// The whole transaction that was signed.
    case full(Transaction)
    /// The transaction that was signed, with further inputs and the outputs that they spend.
    case proofOfFunds(PartiallySignedTransaction)
  }

  /// The signature that consists of `content`.
  public init(_ content: Content) {
    self.content = content
  }

  /// Reads the text of a signature.
  ///
  /// - Throws: `empty`; `notBase64`; `notWitness`, `notTransaction`, `notPSBT` if what the prefix
  ///   announces cannot be read from the bytes.
  public init(_ text: String) throws(GenericMessageError) {
    guard !text.isEmpty else { throw .empty }
    let form = Form.allCases.first { text.hasPrefix($0.rawValue) }
    let body = form.map { String(text.dropFirst($0.rawValue.count)) } ?? text
    guard let bytes = Base64.decode(body) else { throw .notBase64 }
    guard !bytes.isEmpty else { throw .empty }
    switch form {
    case .none:
      if let legacy = try? SignedMessage(bytes: bytes) {
        content = .legacy(legacy)
      } else {
        content = .simple(try GenericSignedMessage.readWitness(bytes))
      }
    case .simple: content = .simple(try GenericSignedMessage.readWitness(bytes))
    case .full: content = .full(try GenericSignedMessage.readTransaction(bytes))
    case .proofOfFunds: content = .proofOfFunds(try GenericSignedMessage.readPSBT(bytes))
    }
  }

  /// The text of the signature, with its prefix.
  public var text: String {
    switch content {
    case .legacy(let signature): signature.base64
    case .simple(let witness): Form.simple.rawValue + Base64.encode(witness.encoded())
    case .full(let transaction): Form.full.rawValue + Base64.encode(transaction.encoded())
    case .proofOfFunds(let psbt): Form.proofOfFunds.rawValue + Base64.encode(psbt.encoded())
    }
  }

  /// The prefixes (BIP-0322).
  private enum Form: String, CaseIterable {
    case simple = "smp"
    case full = "ful"
    case proofOfFunds = "pof"
  }
}

// MARK: - Reading

extension GenericSignedMessage {
  private static func readWitness(_ bytes: [UInt8]) throws(GenericMessageError) -> Witness {
    do throws(DecodingError) { return try Witness(decoding: bytes) } catch {
      throw .notWitness(error)
    }
  }

  private static func readTransaction(
    _ bytes: [UInt8]
  ) throws(GenericMessageError) -> Transaction {
    do throws(DecodingError) { return try Transaction(decoding: bytes) } catch {
      throw .notTransaction(error)
    }
  }

  private static func readPSBT(
    _ bytes: [UInt8]
  ) throws(GenericMessageError) -> PartiallySignedTransaction {
    do throws(PSBTError) { return try PartiallySignedTransaction(decoding: bytes) } catch {
      throw .notPSBT(error)
    }
  }
}
