/// One of the maps that a PSBT is made of.
public enum PSBTPlace: Hashable, Sendable {
  /// The map of what concerns the whole transaction.
  case global
  /// The map of the input at this place.
  case input(Int)
  /// The map of the output at this place.
  case output(Int)

  /// Which kind of map it is.
  public var scope: PSBTScope {
    switch self {
    case .global: .global
    case .input: .input
    case .output: .output
    }
  }
}

extension PSBTPlace: CustomStringConvertible {
  /// `the global map`, `input 2`, `output 0`.
  public var description: String {
    switch self {
    case .global: "the global map"
    case .input(let index): "input \(index)"
    case .output(let index): "output \(index)"
    }
  }
}
