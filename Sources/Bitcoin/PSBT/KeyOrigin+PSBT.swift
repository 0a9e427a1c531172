extension KeyOrigin {
  /// The origin that an entry's bytes say; nil for what is none.
  ///
  /// ```
  /// fingerprint (4) | step (4, LE) …
  /// ```
  init?(psbt bytes: some Collection<UInt8>) {
    let bytes = [UInt8](bytes)
    guard bytes.count >= 4, bytes.count % 4 == 0,
      let fingerprint = KeyFingerprint(bytes: [UInt8](bytes[..<4]))
    else { return nil }
    let steps = stride(from: 4, to: bytes.count, by: 4).compactMap { start in
      UInt32(littleEndian: [UInt8](bytes[start..<start + 4])).map(ChildNumber.init(rawValue:))
    }
    self.init(fingerprint: fingerprint, path: DerivationPath(steps))
  }

  /// The bytes of an entry.
  var psbtBytes: [UInt8] {
    var writer = ByteWriter(capacity: 4 + 4 * path.steps.count)
    writer.write(fingerprint.bytes)
    for step in path.steps { writer.write(step.rawValue) }
    return writer.bytes
  }
}
