import ArgumentParser
import Foundation

/// The program's own entry point: it parses, runs, and gives each kind of end its exit status.
@main
enum EntryPoint {
  /// Runs the program with the process's arguments and ends the process.
  static func main() {
    let console = Console()
    let status = run(Array(CommandLine.arguments.dropFirst()), on: console)
    exit(status.rawValue)
  }

  /// Parses and runs one command.
  static func run(_ arguments: [String], on console: Console) -> ExitStatus {
    do {
      let command = try parse(arguments)
      if let command = command as? any CaseCommand {
        console.isQuiet = command.output.quiet
        try command.run(on: console)
      } else {
        var command = command
        try command.run()
      }
      try console.flush()
      return .done
    } catch {
      return report(error, on: console)
    }
  }

  /// Parses the arguments; a bare `trace-cli` is a call for help.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    try TraceCLI.parseAsRoot(arguments.isEmpty ? ["--help"] : arguments)
  }

  /// Prints what ended a command where it belongs, and says with which status to end.
  private static func report(_ error: any Error, on console: Console) -> ExitStatus {
    console.endProgress()
    switch error {
    case is NegativeVerdict:
      do { try console.flush() } catch { return report(error, on: console) }
      return .negative
    case let error as any MixedFailure where error.isBug:
      try? console.flush()
      console.complain("this is a bug in trace-cli: \(error.message)")
      return .bug
    case let error as any InputFailure:
      // What was printed before the failure still belongs on stdout; the failure is told either way.
      try? console.flush()
      console.complain(error.message)
      return .badInput
    default:
      break
    }
    if TraceCLI.exitCode(for: error).isSuccess {
      // A call for help, for the version or for a completion script.
      console.print(TraceCLI.fullMessage(for: error))
      do { try console.flush() } catch { return report(error, on: console) }
      return .done
    }
    if isUsageError(error) {
      console.complain(raw: TraceCLI.fullMessage(for: error))
      return .badInput
    }
    console.complain("this is a bug in trace-cli: \(error)")
    return .bug
  }

  /// Whether the argument parser refused the arguments.
  private static func isUsageError(_ error: any Error) -> Bool {
    error is ValidationError || TraceCLI.exitCode(for: error) == .validationFailure
  }
}
