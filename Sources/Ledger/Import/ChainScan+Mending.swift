import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// Why a record is excluded.
  struct Fault: Sendable {
    let fault: BlockFault
    /// At which height it was in the chain; nil where it was in none.
    let height: Int?
    /// How many bytes are no block, frame and all; what stands behind them was found.
    var count: Int
  }

  /// Why a block is excluded, whatever record it is from.
  struct Refusal: Sendable {
    let height: Int
    let flaw: BlockFlaw
  }

  /// Gives each of these records the length that its block's bytes have, or excludes it; and takes in
  /// what their lengths hid. Each file is read once.
  mutating func mend(
    _ damaged: [RecordPlace: Fault], threads: Int
  ) throws(LedgerError) {
    if damaged.isEmpty { return }
    let files = Set(damaged.keys.map(\.file)).sorted()
    let (folder, network) = (folder, network)
    let records = files.map { found[places(of: $0)] }
    let mendings = try Workers.map(count: files.count, threads: threads) {
      number throws(LedgerError) in
      let open = damaged.keys.filter { $0.file == files[number] }.map(\.position)
      return try FileMending(
        records[number], open: Set(open), of: files[number], in: folder, network: network)
    }
    for (file, mending) in zip(files, mendings) { apply(mending, of: file, damaged) }
    let swallowed = Set(
      zip(files, mendings).flatMap { file, mending in
        mending.swallowed.map { RecordPlace(file: file, position: $0) }
      })
    if !swallowed.isEmpty { found.removeAll { swallowed.contains($0.place) } }
    // What was searched before may be searched once more as a part of something larger.
    var known = Set(found.map(\.place))
    found += mendings.flatMap(\.hidden).filter { known.insert($0.place).inserted }
    found.sort { $0.place < $1.place }
    var claimed: [String: [Range<Int>]] = [:]
    for (file, mending) in zip(files, mendings) { claimed[folder.files[file]] = mending.claimed }
    remarks = remarks.flatMap { $0.leavingOut(claimed[$0.file] ?? []) }
    remarks += mendings.flatMap(\.gaps)
  }

  private mutating func apply(
    _ mending: FileMending, of file: Int, _ damaged: [RecordPlace: Fault]
  ) {
    bytesLookedAt += mending.bytesRead
    for number in places(of: file) {
      if let size = mending.sizes[found[number].position] { found[number].size = size }
    }
    for (position, count) in mending.damaged {
      let place = RecordPlace(file: file, position: position)
      faults[place] = damaged[place]
      faults[place]?.count = count
    }
    for position in mending.swallowed {
      faults[RecordPlace(file: file, position: position)] = nil
    }
  }

  /// The numbers of a file's records.
  private func places(of file: Int) -> Range<Int> {
    firstPlace(notBelow: file)..<firstPlace(notBelow: file + 1)
  }

  private func firstPlace(notBelow file: Int) -> Int {
    var (low, high) = (0, found.count)
    while low < high {
      let middle = low + (high - low) / 2
      if found[middle].file < file { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
