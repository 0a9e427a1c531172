import ArgumentParser
import Files

/// The options that every command has.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print JSON for programs instead of text for people.")
  var json = false

  @Flag(name: .shortAndLong, help: "Leave out progress and notes on stderr.")
  var quiet = false
}

/// The option of every command that shares work out.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many threads to use; the result is the same for any number. (default: all cores)",
      valueName: "n"))
  var threads: Int?

  /// How many threads to use.
  var count: Int { threads ?? Workers.processorCount }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024.")
    }
  }
}

/// A command that speaks through a console and has the common options.
protocol CaseCommand: ParsableCommand {
  /// The options that every command has.
  var output: OutputOptions { get }

  /// Does the work; results go to the console.
  func run(on console: Console) throws
}

extension CaseCommand {
  /// Not how commands are run here: `EntryPoint` hands them a console.
  mutating func run() throws {
    try run(on: Console())
  }
}
