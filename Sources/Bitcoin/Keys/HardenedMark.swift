/// How a hardened step is told in text: both ways are in use (BIP-0380).
public enum HardenedMark: String, Hashable, Sendable {
  /// `h`, which needs no quoting in a shell.
  case letter = "h"
  /// `'`, as BIP-0032 began.
  case apostrophe = "'"
}
