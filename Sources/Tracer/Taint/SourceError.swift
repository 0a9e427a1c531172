public import Bitcoin

/// Why what a person named cannot be the source of a trace.
public enum SourceError: Error, Equatable, Sendable {
  /// The text has no form that a source can have.
  case unreadable(String)
  /// The text is no address of the case's network.
  case wrongAddress(String, AddressError)
  /// The ledger has no such transaction.
  case unknownTransaction(Txid, tipHeight: Int)
  /// The transaction has no such output.
  case unknownOutput(OutPoint, outputCount: Int)
  /// No output pays the address up to a height.
  case neverPaid(Address, until: Int)
  /// No address bears the tag.
  case unknownTag(String)
  /// No output pays an address with the tag up to a height.
  case tagNeverPaid(String, until: Int)
  /// No address bears a tag of the category.
  case unknownCategory(String)
  /// No output pays an address with a tag of the category up to a height.
  case categoryNeverPaid(String, until: Int)
  /// There is no finding of that name.
  case unknownFinding(String)
  /// The finding found nothing.
  case emptyFinding(String)
}

extension SourceError: CustomStringConvertible {
  /// What failed, with the value, then where.
  public var description: String {
    switch self {
    case .unreadable(let text):
      "source \(text.prefix(100).debugDescription) is no txid:vout, address, tag:LABEL, "
        + "category:NAME, cluster:ADDRESS, cluster:tag:LABEL, cluster:category:NAME or "
        + "reconcile:NAME"
    case .wrongAddress(let text, let error):
      "source \(text.prefix(100).debugDescription) is no txid:vout, tag:LABEL, category:NAME, "
        + "cluster:… or reconcile:NAME, and as an address: \(error)"
    case .unknownTransaction(let txid, let tipHeight):
      "source transaction \(txid) is not in the ledger, whose tip is at height \(tipHeight)"
    case .unknownOutput(let outPoint, let outputCount):
      "source \(outPoint) does not exist: its transaction has \(outputCount) "
        + (outputCount == 1 ? "output" : "outputs")
    case .neverPaid(let address, let until):
      "source address \(address) is paid by no output up to height \(until)"
    case .unknownTag(let label):
      "source tag \(label.debugDescription) is given to no address of the case"
    case .tagNeverPaid(let label, let until):
      "no address tagged \(label.debugDescription) is paid by an output up to height \(until)"
    case .unknownCategory(let name):
      "source category \(name.debugDescription) is given to no address of the case; categories are "
        + "those of the case's tags"
    case .categoryNeverPaid(let name, let until):
      "no address of category \(name.debugDescription) is paid by an output up to height \(until)"
    case .unknownFinding(let name):
      "there is no finding \("reconcile:\(name)".debugDescription)"
    case .emptyFinding(let name):
      "finding \("reconcile:\(name)".debugDescription) is empty: there is nothing to trace"
    }
  }
}
