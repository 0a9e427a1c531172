/// The part of a script that its signatures commit to.
enum ScriptCode {
  /// A script without the pushes of `signature` in it; nil where there is none (Core:
  /// `FindAndDelete`, script/interpreter.cpp).
  ///
  /// A push counts where an instruction begins, and only if its length is written the shortest way
  /// that a length can be.
  static func removing(_ signature: Span<UInt8>, from script: Span<UInt8>) -> [UInt8]? {
    guard signature.count < script.count else { return nil }
    var kept: [UInt8] = []
    var start = 0
    var isFound = false
    var reader = ScriptReader(script)
    var push = ByteWriter()
    repeat {
      // The first bytes of both are lengths, so this rules out nearly every place.
      guard script.count - reader.position > signature.count,
        script[reader.position] == firstByte(ofPush: signature.count)
      else { continue }
      if push.bytes.isEmpty { push.write(push: [UInt8](signature)) }
      guard begins(script, at: reader.position, with: push.bytes) else { continue }
      isFound = true
      for index in start..<reader.position { kept.append(script[index]) }
      while begins(script, at: reader.position, with: push.bytes) {
        reader.skip(push.bytes.count)
      }
      start = reader.position
    } while reader.next() != nil
    guard isFound else { return nil }
    for index in start..<script.count { kept.append(script[index]) }
    return kept
  }

  private static func firstByte(ofPush count: Int) -> UInt8 {
    switch count {
    case ..<Int(Opcode.pushData1): UInt8(count)
    case ...0xff: Opcode.pushData1
    case ...0xffff: Opcode.pushData2
    default: Opcode.pushData4
    }
  }

  private static func begins(_ script: Span<UInt8>, at position: Int, with bytes: [UInt8]) -> Bool {
    guard script.count - position >= bytes.count else { return false }
    for index in bytes.indices where script[position + index] != bytes[index] { return false }
    return true
  }
}
