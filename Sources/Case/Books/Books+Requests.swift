import Bitcoin

extension Books {
  /// How many requests the exchange's site had in one minute.
  public struct RequestCount: Hashable, Sendable {
    /// When the minute begins.
    public var time: UTCTime
    /// How many requests were answered.
    public var served: Int64
    /// How many were refused.
    public var refused: Int64

    /// The count of a minute.
    public init(time: UTCTime, served: Int64, refused: Int64) {
      self.time = time
      self.served = served
      self.refused = refused
    }
  }

  /// Something that happened at the exchange or was said about it, with its date.
  public struct TimelineEntry: Hashable, Sendable {
    /// When.
    public var time: UTCTime
    /// Who did or said it.
    public var who: String
    /// What it is, one word: `statement`, or what was done, such as `withdrawals-halted`.
    public var what: String
    /// The words of a statement, or a sentence that tells what was done.
    public var text: String

    /// An entry.
    public init(time: UTCTime, who: String, what: String, text: String) {
      self.time = time
      self.who = who
      self.what = what
      self.text = text
    }
  }

  static func readRequests(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [RequestCount] {
    var rows: [RequestCount] = []
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let time = try readTime(&fields)
      let served = try fields.readWholeNumber("served", allowNegative: false)
      let refused = try fields.readWholeNumber("refused", allowNegative: false)
      rows.append(RequestCount(time: time, served: served, refused: refused))
    }
    return rows
  }

  static func readTimeline(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [TimelineEntry] {
    var rows: [TimelineEntry] = []
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let time = try readTime(&fields)
      let who = try fields.readText("who")
      let what = try fields.readText("what")
      rows.append(
        TimelineEntry(time: time, who: who, what: what, text: try fields.readText("text")))
    }
    return rows
  }

  /// The field `time` of a row.
  ///
  /// - Throws: `empty`, `notA`.
  static func readTime(_ fields: inout RowFields) throws(TableError) -> UTCTime {
    let text = try fields.readText("time")
    guard let time = UTCTime(text) else {
      throw fields.error("time", text, kind: "a UTC time such as 2011-06-23T06:50:15Z")
    }
    return time
  }
}
