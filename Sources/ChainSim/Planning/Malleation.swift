/// How a third party changes a signed transaction in flight, so that it does the same under another
/// txid.
///
/// The scriptSigs are not part of what legacy signatures sign. Both ways pass consensus and only
/// offend policy, so blocks may have them (Core: policy/policy.h, STANDARD_SCRIPT_VERIFY_FLAGS);
/// padded DER, a third way of the time, has been refused since BIP-0066.
enum Malleation: Sendable {
  /// Every push is written with OP_PUSHDATA2 in place of the shortest opcode, as nearly all changed
  /// withdrawals of 2014 had it (Decker and Wattenhofer, arXiv 1403.6676); offends MINIMALDATA
  /// (BIP-0062, rule 3).
  case pushData2
  /// Every signature has the order less its S in place of S; offends LOW_S (BIP-0146).
  case highS
}
