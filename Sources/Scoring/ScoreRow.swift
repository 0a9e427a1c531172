/// One figure of how right the tracer was.
public struct ScoreRow: Equatable, Sendable {
  /// The figure's name; docs/scoring.md says what each one is.
  public var metric: String
  /// The figure; nil where there was nothing to score.
  public var value: Fraction?
  /// The lower end of its 95 % interval; nil where none can be told.
  public var low: Fraction?
  /// The upper end of its 95 % interval; nil where none can be told.
  public var high: Fraction?

  /// A figure with its interval.
  public init(metric: String, value: Fraction?, low: Fraction?, high: Fraction?) {
    self.metric = metric
    self.value = value
    self.low = low
    self.high = high
  }

  /// A share of units with these weights, with Wilson's interval.
  init(_ metric: String, _ share: Fraction?, weights: [Int128]) {
    let interval = Wilson.interval(share, weights: weights)
    self.init(metric: metric, value: share, low: interval?.low, high: interval?.high)
  }

  /// The share that the numerators are of the denominators together, which are the weights.
  init(_ metric: String, ratioOf parts: [(numerator: Int128, denominator: Int128)]) {
    let numerator = parts.reduce(0) { $0 + $1.numerator }
    let denominator = parts.reduce(0) { $0 + $1.denominator }
    self.init(metric, Fraction(numerator, of: denominator), weights: parts.map(\.denominator))
  }
}
