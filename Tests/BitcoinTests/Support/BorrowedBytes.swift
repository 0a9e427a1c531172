@testable import Bitcoin

// `#expect` takes no borrowed bytes, so tests call these with arrays.

extension Curve {
  static func verifyECDSA(key: [UInt8], signature: [UInt8], _ digest: Hash256) -> Bool {
    verifyECDSA(key: key.span, signature: signature.span, digest)
  }

  static func verifySchnorr(key: [UInt8], signature: [UInt8], _ digest: Hash256) -> Bool {
    verifySchnorr(key: key.span, signature: signature.span, digest)
  }

  static func verifySchnorr(key: [UInt8], signature: [UInt8], message: [UInt8]) -> Bool {
    verifySchnorr(key: key.span, signature: signature.span, message: message.span)
  }

  static func isTweaked(
    _ outputKey: [UInt8], from internalKey: [UInt8], by tweak: Hash256, isOdd: Bool
  ) -> Bool {
    isTweaked(outputKey.span, from: internalKey.span, by: tweak, isOdd: isOdd)
  }
}
