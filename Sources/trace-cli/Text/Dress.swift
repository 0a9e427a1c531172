/// How text on a terminal is dressed: bold headings, green and red verdicts, or nothing at all.
struct Dress: Sendable {
  private let isOn: Bool

  /// A dress, or none.
  init(isOn: Bool) {
    self.isOn = isOn
  }

  /// The text as a heading.
  func heading(_ text: String) -> String { wrap(text, in: "1") }
  /// The text as good news.
  func good(_ text: String) -> String { wrap(text, in: "32") }
  /// The text as bad news.
  func bad(_ text: String) -> String { wrap(text, in: "31") }
  /// The text as something that could not be told.
  func doubtful(_ text: String) -> String { wrap(text, in: "33") }

  private func wrap(_ text: String, in code: String) -> String {
    isOn ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
