import CSecp256k1

/// Signatures, end to end in memory, and libsecp256k1's own calls over them with nothing between: what
/// the validation of a chain is measured against in Benchmarks, and good for nothing else.
public struct CurveLimit: Sendable {
  private struct Row {
    var key: Range<Int>
    var signature: Range<Int>
    var digest: Hash256
  }

  private var bytes: [UInt8] = []
  private var rows: [Row] = []

  /// No signatures.
  public init() {}

  /// How many signatures there are.
  public var count: Int { rows.count }

  /// Adds a signature in DER over `digest`, with its key in the form in which the chain has it.
  public mutating func append(key: [UInt8], der: [UInt8], digest: Hash256) {
    let start = bytes.count
    bytes += key
    bytes += der
    rows.append(
      Row(
        key: start..<start + key.count, signature: start + key.count..<bytes.count,
        digest: digest))
  }

  /// Parses key and DER, normalises and verifies each signature of `range`, and counts those that
  /// are good.
  ///
  /// - Precondition: `range` lies within the signatures.
  public func verify(_ range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows.count, "no such signatures")
    // Safe: the ranges were made of these bytes by `append` and lie within them.
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      var good = 0
      for index in range {
        let row = rows[index]
        var key = secp256k1_pubkey()
        var signature = secp256k1_ecdsa_signature()
        guard
          unsafe secp256k1_ec_pubkey_parse(
            Curve.context, &key, start + row.key.lowerBound, row.key.count) == 1,
          unsafe secp256k1_ecdsa_signature_parse_der(
            Curve.context, &signature, start + row.signature.lowerBound, row.signature.count) == 1
        else { continue }
        var normal = secp256k1_ecdsa_signature()
        unsafe secp256k1_ecdsa_signature_normalize(Curve.context, &normal, &signature)
        let isGood = unsafe Curve.withBytes(of: row.digest) { digest in
          unsafe secp256k1_ecdsa_verify(Curve.context, &normal, digest, &key)
        }
        if isGood == 1 { good += 1 }
      }
      return good
    }
  }
}
