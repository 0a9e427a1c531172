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

  /// A figure with an interval, which is widened where the figure lies outside of it.
  init(_ metric: String, _ value: Fraction?, _ interval: (low: Fraction, high: Fraction)?) {
    self.init(metric: metric, value: value, low: interval?.low, high: interval?.high)
    guard let value, let interval else { return }
    low = min(interval.low, value)
    high = max(interval.high, value)
  }
}
