import Foundation
import FuzzTargets
import TestSupport
import Testing

@Suite("FuzzTarget")
struct FuzzTargetTests {
  @Test("what once broke a law no longer does", arguments: FuzzFile.failCases)
  func failCase(file: FuzzFile) {
    #expect(file.target.run(file.bytes) == nil)
  }

  @Test("the whole corpus keeps the laws", arguments: FuzzTarget.allCases)
  func corpus(target: FuzzTarget) {
    let files = FuzzFile.corpus(of: target)
    #expect(files.count >= 10, "the corpus of \(target) is small")
    for file in files { #expect(target.run(file.bytes) == nil, "\(file.testDescription)") }
  }

  @Test("mutants of the corpus keep the laws", arguments: FuzzTarget.allCases)
  func mutants(target: FuzzTarget) {
    let files = FuzzFile.corpus(of: target)
    guard !files.isEmpty else { return }
    let seed = UInt64(target.rawValue.utf8.reduce(0) { $0 * 31 + Int($1) })
    var mutator = Mutator(seed: seed)
    for round in 0..<(Seeds.isLong ? 20_000 : 1_000) {
      let file = files[round % files.count]
      let bytes = mutator.mutate(file.bytes, with: files[mutator.below(files.count)].bytes)
      if let finding = target.run(bytes) {
        Issue.record(
          "\(finding), seed \(seed), round \(round), base64 \(Data(bytes).base64EncodedString())")
        return
      }
    }
  }

  @Test("short inputs of every kind keep the laws", arguments: FuzzTarget.allCases)
  func short(target: FuzzTarget) {
    #expect(target.run([]) == nil)
    for first in UInt8.min...UInt8.max {
      #expect(target.run([first]) == nil, "\(first)")
      for second: UInt8 in [0, 1, 0x7f, 0x80, 0xfd, 0xff] {
        #expect(target.run([first, second]) == nil, "\(first), \(second)")
        #expect(target.run([UInt8](repeating: first, count: 40) + [second]) == nil)
      }
    }
  }
}
