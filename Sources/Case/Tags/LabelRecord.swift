/// One line of a wallet's exported labels (BIP-0329).
public struct LabelRecord: Hashable, Sendable {
  /// What `ref` names.
  public var type: Kind
  /// The transaction, address, public key, `txid:n` or extended key that is labelled.
  public var ref: String
  /// The label; nil where the line has none.
  public var label: String?
  /// The key origin that the record belongs to; nil where the line has none.
  public var origin: String?
  /// Whether an output may be spent; nil where the line does not say.
  public var isSpendable: Bool?

  /// What a record can name (BIP-0329, "Specification").
  public enum Kind: String, CaseIterable, Sendable {
    /// A transaction.
    case transaction = "tx"
    /// An address.
    case address = "addr"
    /// A public key.
    case publicKey = "pubkey"
    /// An input of a transaction, `txid:index`.
    case input
    /// An output of a transaction, `txid:index`.
    case output
    /// An extended public key.
    case extendedKey = "xpub"
  }

  /// A label for something.
  public init(
    type: Kind, ref: String, label: String?, origin: String? = nil, isSpendable: Bool? = nil
  ) {
    self.type = type
    self.ref = ref
    self.label = label
    self.origin = origin
    self.isSpendable = isSpendable
  }
}

// MARK: - JSON Lines

extension LabelRecord {
  /// The record as one line of JSON, without a line end.
  public var line: String {
    var text = "{\"type\":\(JSONText.string(type.rawValue)),\"ref\":\(JSONText.string(ref))"
    if let label { text += ",\"label\":\(JSONText.string(label))" }
    if let origin { text += ",\"origin\":\(JSONText.string(origin))" }
    if let isSpendable { text += ",\"spendable\":\(isSpendable)" }
    return text + "}"
  }

  /// The records as JSON Lines.
  public static func encode(_ records: [LabelRecord]) -> [UInt8] {
    Array(records.map { $0.line + "\n" }.joined().utf8)
  }

  /// Reads JSON Lines. Empty lines are skipped; names that BIP-0329 adds for wallets (`height`, `fee`,
  /// `rate` and others) are read over, as it allows.
  ///
  /// - Parameter file: the name that errors give, such as `tags/labels.jsonl`.
  /// - Throws: a `LabelError` for the first line that is no JSON object or lacks `type` or `ref`.
  public static func decode(_ bytes: [UInt8], file: String) throws(LabelError) -> [LabelRecord] {
    var records: [LabelRecord] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      var content = Array(line)
      if content.last == UInt8(ascii: "\r") { content.removeLast() }
      guard !content.isEmpty else { continue }
      let value: JSONValue
      do {
        value = try JSONReader.read(content)
      } catch {
        throw LabelError(file: file, line: index + 1, reason: .notJSON(error))
      }
      do {
        records.append(try LabelRecord(json: value))
      } catch {
        throw LabelError(file: file, line: index + 1, reason: error)
      }
    }
    return records
  }
}

extension LabelRecord {
  /// The record that a JSON object stands for.
  private init(json: JSONValue) throws(LabelError.Reason) {
    guard case .object(let members) = json else { throw .wrongKind(name: nil, found: json.kind) }
    var texts: [String: String] = [:]
    var isSpendable: Bool?
    for member in members {
      switch (member.name, member.value) {
      case ("type", .string(let text)), ("ref", .string(let text)), ("label", .string(let text)),
        ("origin", .string(let text)):
        guard Excerpt.isPlain(text) else { throw .notPlain(name: member.name, text: text) }
        texts[member.name] = text
      case ("label", .null), ("origin", .null), ("spendable", .null): continue
      case ("spendable", .bool(let value)): isSpendable = value
      case ("type", let value), ("ref", let value), ("label", let value), ("origin", let value),
        ("spendable", let value):
        throw .wrongKind(name: member.name, found: value.kind)
      default: continue
      }
    }
    guard let type = texts["type"] else { throw .missing(name: "type") }
    guard let ref = texts["ref"], !ref.isEmpty else { throw .missing(name: "ref") }
    guard let kind = Kind(rawValue: type) else { throw .unknownType(type) }
    self.init(
      type: kind, ref: ref, label: texts["label"], origin: texts["origin"],
      isSpendable: isSpendable)
  }
}
