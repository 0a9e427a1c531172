/// Reads a PSBT's maps from borrowed bytes, and judges each entry by itself.
struct PSBTReader: ~Escapable {
  private var reader: ByteReader

  /// `psbt`, then ff (BIP-0174).
  static let magic: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xff]

  /// A map with what is needed to say where something in it is wrong.
  struct ReadMap {
    /// The entries.
    let map: PSBTMap
    /// Where each entry begins.
    let starts: [Int]
    /// Where the zero stands that ends the map.
    let end: Int
    /// Which map it is.
    let place: PSBTPlace
  }

  /// A reader that stands before the magic.
  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    reader = ByteReader(bytes)
  }

  /// Reads the five bytes that a PSBT starts with.
  ///
  /// - Throws: `notPSBT`.
  mutating func readMagic() throws(PSBTError) {
    guard let start = try? reader.readArray(PSBTReader.magic.count), start == PSBTReader.magic
    else { throw .notPSBT }
  }

  /// Reads the entries of the next map and the zero that ends it.
  ///
  /// - Throws: `malformed`, `duplicateRecord`, `invalidRecord`.
  mutating func readMap(_ place: PSBTPlace) throws(PSBTError) -> ReadMap {
    var records: [PSBTRecord] = []
    var starts: [Int] = []
    var keys: Set<[UInt8]> = []
    while true {
      let start = reader.position
      let record: PSBTRecord
      do {
        guard let next = try readRecord() else {
          return ReadMap(map: PSBTMap(records), starts: starts, end: start, place: place)
        }
        record = next
      } catch {
        throw .malformed(error)
      }
      guard keys.insert(record.key).inserted else {
        throw .duplicateRecord(key: record.key, place, at: start)
      }
      if let field = PSBTField(record.type, in: place.scope),
        let fault = field.fault(of: record)
      {
        throw .invalidRecord(field, place, fault, at: start)
      }
      records.append(record)
      starts.append(start)
    }
  }

  /// Ends the reading.
  ///
  /// - Throws: `malformed` if anything is left.
  func finish() throws(PSBTError) {
    do {
      try reader.finish()
    } catch {
      throw .malformed(error)
    }
  }

  /// Reads one entry; nil at the zero that ends the map.
  private mutating func readRecord() throws(DecodingError) -> PSBTRecord? {
    let keySize = try reader.readCompactSize()
    if keySize == 0 { return nil }
    let start = reader.position
    let type = try reader.readCompactSize()
    let rest = keySize - (reader.position - start)
    guard rest >= 0 else { throw .truncated(needed: -rest, at: start + keySize) }
    let keyData = try reader.readArray(rest)
    return PSBTRecord(
      type: type, keyData: keyData, value: [UInt8](try reader.readCountedBytes()))
  }
}

// MARK: - Versions

extension PSBTReader.ReadMap {
  /// Checks that the map has what the version asks for and nothing that it forbids.
  ///
  /// - Throws: `excludedRecord`, `missingRecord`.
  func check(_ version: PSBTVersion) throws(PSBTError) {
    for (record, start) in zip(map.records, starts) {
      guard let field = PSBTField(record.type, in: place.scope) else { continue }
      guard field.isAllowed(in: version) else {
        throw .excludedRecord(field, place, version, at: start)
      }
    }
    for field in PSBTField.required(in: place.scope, version) where map[field] == nil {
      throw .missingRecord(field, place, version, at: end)
    }
  }
}
