import Bitcoin

/// The few keys that cases sign with; their public keys stand in the dictionaries too.
struct FuzzKeys {
  let secret: SecretKey
  /// The public key in 33 bytes.
  let compressed: [UInt8]
  /// Its x in 32.
  let xOnly: [UInt8]

  private init?(_ number: UInt8) {
    guard let secret = SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [number]) else {
      return nil
    }
    self.secret = secret
    compressed = secret.makePublicKey(compressed: true).bytes
    xOnly = [UInt8](compressed.dropFirst())
  }

  /// The keys of the numbers 1 to 4: a valid key needs no more than not to be zero.
  private static let all = (UInt8(1)...4).compactMap { FuzzKeys($0) }

  /// One of the keys.
  static func at(_ place: UInt8) -> FuzzKeys { all[Int(place) % all.count] }

  /// The internal key of taproot cases.
  static let internalKey = at(0)
}
