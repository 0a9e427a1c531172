import Foundation
import Testing

/// The README's worked example is what the program prints.
///
/// With UPDATE_README=1 in the environment the example is rewritten from the program instead.
@Suite("README")
struct ReadmeTests {
  @Test("the worked example shows what the program prints")
  func example() throws {
    let file = Program.root.appendingPathComponent("README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let scratch = try ScratchFolder()
    try FileManager.default.createSymbolicLink(
      at: scratch.url.appendingPathComponent("Scenarios"),
      withDestinationURL: Program.root.appendingPathComponent("Scenarios"))
    var shown: [String] = []
    var isInside = false
    var commands = 0
    for line in readme.components(separatedBy: "\n") {
      if line == "```console" {
        isInside = true
      } else if line == "```" {
        isInside = false
      } else if isInside, line.hasPrefix("$ trace-cli ") {
        shown.append(line)
        let words = line.dropFirst("$ trace-cli ".count).split(separator: " ").map(String.init)
        let outcome = try Program.run(words + ["--quiet"], in: scratch.url)
        #expect(outcome.status == (words[0] == "claim" ? 1 : 0), "\(outcome.stderr)")
        var output = outcome.stdout.components(separatedBy: "\n")
        while output.last == "" { output.removeLast() }
        shown += output
        commands += 1
        continue
      } else if isInside {
        continue
      }
      shown.append(line)
    }
    #expect(commands >= 5)
    let text = shown.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_README"] == "1" {
      try Data(text.utf8).write(to: file)
    } else {
      #expect(text == readme, "UPDATE_README=1 make test FILTER=ReadmeTests rewrites the example")
    }
  }

  @Test("every command and option that the README names exists")
  func options() throws {
    let readme = try String(
      contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
    let help = try HelpTests.commands.map { command in
      try Program.run(command.split(separator: " ").map(String.init) + ["--help"]).stdout
    }.joined()
    let words = readme.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    for option in Set(words.filter { $0.hasPrefix("--") && $0.count > 2 && $0.last != "-" }) {
      #expect(help.contains(option), "\(option)")
    }
  }
}
