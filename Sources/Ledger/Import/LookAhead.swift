import Bitcoin
import Files

/// What can be found for a group of transactions before the first of them is added.
///
/// Each look-up waits for the memory that the one before it named: slot, row, output. Taken one step at
/// a time for a whole group, the machine fetches many at once.
struct LookAhead {
  private var firstInput = 0
  /// By input of the group: the output that it spends, or -1 where it is not found yet.
  private var outputs: [Int] = []
  private var firstOutput = 0
  /// By output of the group: a row that its script may have, or -1.
  private var scripts: [Int] = []
  /// What was read in advance, kept so that the reading is not optimised away.
  private var warmth: UInt64 = 0

  /// Looks for what the transactions `group` of a chunk refer to.
  mutating func look(
    _ chunk: borrowing ParsedChunk, _ group: Range<Int>, _ resolver: borrowing Resolver
  ) {
    let first = group.lowerBound
    firstInput = first == 0 ? 0 : chunk.inputEnd[first - 1]
    firstOutput = first == 0 ? 0 : chunk.outputEnd[first - 1]
    let inputs = firstInput..<chunk.inputEnd[group.upperBound - 1]
    let outputs = firstOutput..<chunk.outputEnd[group.upperBound - 1]
    touchSlots(chunk, group, inputs, outputs, resolver)
    findRows(chunk, inputs, outputs, resolver)
    findOutputs(chunk, inputs, outputs, resolver)
  }

  /// The output that an input of the chunk spends; nil where it has to be looked up.
  func output(of input: Int) -> Int? {
    let place = input - firstInput
    return place < outputs.count && outputs[place] >= 0 ? outputs[place] : nil
  }

  /// A row that may be that of an output's script, or -1.
  func script(of output: Int) -> Int { scripts[output - firstOutput] }

  /// Forgets which outputs were found.
  mutating func forget() { outputs.removeAll(keepingCapacity: true) }

  private mutating func touchSlots(
    _ chunk: borrowing ParsedChunk, _ group: Range<Int>, _ inputs: Range<Int>,
    _ outputs: Range<Int>, _ resolver: borrowing Resolver
  ) {
    var seen: UInt64 = 0
    for input in inputs { seen ^= resolver.table.touch(chunk.prevouts[input].txid.hash.word0) }
    for index in group { seen ^= resolver.table.touch(chunk.txids[index].hash.word0) }
    for output in outputs { seen ^= resolver.scripts.table.touch(chunk.scriptHash[output]) }
    warmth ^= seen
  }

  private mutating func findRows(
    _ chunk: borrowing ParsedChunk, _ inputs: Range<Int>, _ outputs: Range<Int>,
    _ resolver: borrowing Resolver
  ) {
    var seen: UInt64 = 0
    self.outputs.removeAll(keepingCapacity: true)
    for input in inputs {
      let row = resolver.table.candidate(chunk.prevouts[input].txid.hash.word0)
      if row >= 0 { seen ^= resolver.txids[row].hash.word0 ^ resolver.firstOutput[row] }
      self.outputs.append(row)
    }
    scripts.removeAll(keepingCapacity: true)
    for output in outputs {
      let row = resolver.scripts.table.candidate(chunk.scriptHash[output])
      if row >= 0 { seen ^= resolver.scripts.firstByte[row] }
      scripts.append(row)
    }
    warmth ^= seen
  }

  private mutating func findOutputs(
    _ chunk: borrowing ParsedChunk, _ inputs: Range<Int>, _ outputs: Range<Int>,
    _ resolver: borrowing Resolver
  ) {
    var seen: UInt64 = 0
    for input in inputs {
      let place = input - firstInput
      let row = self.outputs[place]
      let prevout = chunk.prevouts[input]
      guard row >= 0, resolver.txids[row] == prevout.txid,
        let output = resolver.output(prevout.vout, of: row)
      else {
        self.outputs[place] = -1
        continue
      }
      seen ^= resolver.spenders[output].rawValue
      seen ^= UInt64(bitPattern: resolver.values[output].rawValue)
      self.outputs[place] = output
    }
    for output in outputs {
      let row = scripts[output - firstOutput]
      if row >= 0 {
        seen ^= resolver.scripts.touch(row)
      }
    }
    warmth ^= seen
  }
}
