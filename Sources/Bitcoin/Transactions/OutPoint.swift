/// A reference to an output: its transaction and its place there (Core: `COutPoint`).
///
/// ```
/// txid (32, internal order) | vout (4, LE)
/// ```
public struct OutPoint: Hashable, Sendable {
  /// The transaction that made the output.
  public let txid: Txid
  /// The output's place in that transaction, from 0.
  public let vout: UInt32

  /// The output at place `vout` of `txid`.
  @inlinable
  public init(txid: Txid, vout: UInt32) {
    self.txid = txid
    self.vout = vout
  }

  /// What the input of a coinbase refers to (Core: `COutPoint::IsNull`).
  public static let null = OutPoint(txid: Txid(.zero), vout: .max)

  /// Whether this is the reference of a coinbase's input.
  @inlinable
  public var isNull: Bool { vout == .max && txid.hash == .zero }

  /// Writes the 36 bytes.
  public func encode(into writer: inout ByteWriter) {
    txid.hash.encode(into: &writer)
    writer.write(vout)
  }
}

extension OutPoint: Comparable, CustomStringConvertible {
  /// Compares by txid as printed, then by place.
  public static func < (left: OutPoint, right: OutPoint) -> Bool {
    left.txid == right.txid ? left.vout < right.vout : left.txid < right.txid
  }

  /// `txid:vout`, the txid as explorers print it.
  public var description: String { "\(txid):\(vout)" }

  /// Reads `txid:vout`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let txid = Txid(hex: parts[0]),
      parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let vout = UInt32(parts[1])
    else { return nil }
    self.init(txid: txid, vout: vout)
  }
}
