/// Who holds a script, as far as books, tags and clusters tell, the strongest evidence first.
public enum Holder: Hashable, Sendable {
  /// The exchange whose books name the script, in this wallet.
  case wallet(exchange: String, wallet: String)
  /// The exchange whose books forgot the script, by spending together with booked ones.
  case forgotten(exchange: String)
  /// The holder that a tag of the address itself names.
  case tagged(String)
  /// The holder that tags name for other addresses of the same cluster, and for the whole of it.
  case clustered(String)
  /// Tags name several holders.
  case disputed([String])
  /// Nothing tells.
  case unknown

  /// The holder's name; nil where it is not known, or not without doubt.
  public var entity: String? {
    switch self {
    case .wallet(let exchange, _), .forgotten(let exchange): exchange
    case .tagged(let label), .clustered(let label): label
    case .disputed, .unknown: nil
    }
  }

  /// The holder in words, with how it is known where that is not by books or a tag.
  public var name: String {
    switch self {
    case .wallet(let exchange, let wallet): "\(exchange), wallet \(wallet)"
    case .forgotten(let exchange): "\(exchange), forgotten by its books"
    case .tagged(let label): label
    case .clustered(let label): "\(label), by its cluster"
    case .disputed(let labels): "disputed: \(labels.joined(separator: " or "))"
    case .unknown: "unknown holders"
    }
  }
}
