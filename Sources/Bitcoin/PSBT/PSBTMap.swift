/// The entries of one map in the order in which they were read.
///
/// Whatever is not understood stays where it stands, so that a PSBT that is read and written again
/// is the same bytes. What is added goes before the first entry with a greater key: a map whose keys
/// ascend stays so.
struct PSBTMap: Hashable, Sendable {
  /// The entries; no two have the same key.
  private(set) var records: [PSBTRecord] = []

  /// A map of these entries.
  ///
  /// - Precondition: no two have the same key.
  init(_ records: [PSBTRecord] = []) {
    self.records = records
  }

  /// The value of a type that stands once; nil where it is absent.
  subscript(_ field: PSBTField) -> [UInt8]? {
    get { self[field, []] }
    set { self[field, []] = newValue }
  }

  /// The value of a type under its key data; nil where it is absent.
  subscript(_ field: PSBTField, _ keyData: [UInt8]) -> [UInt8]? {
    get { records.first { $0.type == field.type && $0.keyData == keyData }?.value }
    set {
      guard let newValue else {
        return records.removeAll { $0.type == field.type && $0.keyData == keyData }
      }
      set(PSBTRecord(type: field.type, keyData: keyData, value: newValue))
    }
  }

  /// All entries of a type, in their order.
  func records(of field: PSBTField) -> [PSBTRecord] {
    records.filter { $0.type == field.type }
  }

  /// Takes an entry in, in place of one with the same key if there is one.
  mutating func set(_ record: PSBTRecord) {
    if let index = records.firstIndex(where: {
      $0.type == record.type && $0.keyData == record.keyData
    }) {
      records[index] = record
      return
    }
    let key = record.key
    let place = records.firstIndex { key.lexicographicallyPrecedes($0.key) }
    records.insert(record, at: place ?? records.endIndex)
  }

  /// Takes in entries whose keys are new, each before the first entry with a greater key.
  mutating func insert(_ new: [PSBTRecord]) {
    var waiting = new.map { (key: $0.key, record: $0) }
    waiting.sort { $0.key.lexicographicallyPrecedes($1.key) }
    var merged: [PSBTRecord] = []
    merged.reserveCapacity(records.count + new.count)
    var next = 0
    for record in records {
      let key = record.key
      while next < waiting.count, waiting[next].key.lexicographicallyPrecedes(key) {
        merged.append(waiting[next].record)
        next += 1
      }
      merged.append(record)
    }
    records = merged + waiting[next...].map(\.record)
  }

  /// Keeps the entries for which `isKept` says so.
  mutating func keep(where isKept: (PSBTRecord) -> Bool) {
    records.removeAll { !isKept($0) }
  }

  /// Writes the entries and the zero that ends them.
  func encode(into writer: inout ByteWriter) {
    for record in records { record.encode(into: &writer) }
    writer.write(byte: 0)
  }
}
