/// A reader of foreign bytes or text, with the laws that hold for every input.
///
/// No input traps, hangs or takes memory out of proportion; beyond that each target holds laws of its
/// own, such as that what was read is written back the same.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// `Transaction` and `TransactionWalker`, sizes, sighashes, forms of scripts.
  case transaction
  /// `Block`, and the rules of a block.
  case block
  /// `BlockFileReader`: the records of a block file, under any key.
  case blockfile
  /// The interpreter: any script, flags and witness, with signatures that are right.
  case script
  /// Addresses, keys and the text codes below them.
  case address
  /// `PartiallySignedTransaction`: reading, writing, converting, and each role.
  case psbt
  /// Signatures over texts: `signmessage`, BIP-0137, BIP-0322, BIP-0127.
  case message
  /// Output descriptors, extended keys and paths.
  case descriptor

  /// Runs one input; what it broke, or nil.
  public func run(_ input: [UInt8]) -> FuzzFinding? {
    do throws(FuzzFinding) {
      switch self {
      case .transaction: try TransactionLaws.check(input)
      case .block: try BlockLaws.check(input)
      case .blockfile: try BlockFileLaws.check(input)
      case .script: try ScriptLaws.check(input)
      case .address: try AddressLaws.check(input)
      case .psbt: try PSBTLaws.check(input)
      case .message: try MessageLaws.check(input)
      case .descriptor: try DescriptorLaws.check(input)
      }
      return nil
    } catch {
      return error
    }
  }
}
