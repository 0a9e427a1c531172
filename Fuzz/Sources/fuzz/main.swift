// usage: FUZZ_TARGET=name fuzz [libFuzzer's options and corpus folders]
//        fuzz --spends FOLDER…   the spends of the script target's inputs as lines of JSON
//
// The target is named by the environment, because libFuzzer starts the program again with arguments of
// its own when it merges a corpus or makes a crash smaller. `selftest` fails on purpose.

import Foundation
import LibFuzzer

if CommandLine.arguments.dropFirst().first == "--spends" {
  for folder in CommandLine.arguments.dropFirst(2) {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      print(ScriptCase.line([UInt8](data)))
    }
  }
  exit(0)
}

/// The target that the environment names; nil for `selftest`, whose law is that no input says `fuzz`.
let target: FuzzTarget? = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  if let target = FuzzTarget(rawValue: name) { return target }
  if name != "selftest" {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    FileHandle.standardError.write(Data("fuzz: FUZZ_TARGET=\(name) is none of: \(names)\n".utf8))
    exit(2)
  }
  return nil
}()

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let status = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
  let input = [UInt8](UnsafeBufferPointer(start: data, count: size))
  if let target {
    // libFuzzer notes the input of a run that ends by a signal.
    if let finding = target.run(input) { fatalError("\(finding)") }
  } else if input.starts(with: Array("fuzz".utf8)) {
    fatalError("selftest: the input says fuzz")
  }
  return 0
}
exit(status)
