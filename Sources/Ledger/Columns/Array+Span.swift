extension Array {
  /// The values of a span, copied.
  init(copying span: Span<Element>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}
