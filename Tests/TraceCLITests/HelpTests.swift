import Testing

@Suite("Help")
struct HelpTests {
  static let commands = [
    "simulate", "case", "case new", "index", "ledger", "ledger info", "ledger check", "validate",
    "trace", "cluster", "reconcile", "account", "claim", "claim verify", "score", "report",
    "export", "lookup",
    "demo",
  ]

  @Test("every command has help, and those that do something an example", arguments: commands)
  func help(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try Program.run(words + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("USAGE: trace-cli \(command)"))
    let isGroup = ["case", "ledger", "claim"].contains(command)
    #expect(isGroup || outcome.stdout.contains("  trace-cli \(command)"))
    #expect(isGroup || outcome.stdout.contains("--json"))
    #expect(try Program.run(["help"] + words).stdout == outcome.stdout)
  }

  @Test("the list of commands is complete")
  func list() throws {
    let help = try Program.run("--help").stdout
    for command in Self.commands where !command.contains(" ") {
      #expect(help.contains("\n  \(command) "), "\(command)")
    }
  }

  @Test("completion scripts are there", arguments: ["bash", "zsh", "fish"])
  func completion(_ shell: String) throws {
    let outcome = try Program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("trace-cli"))
  }

  @Test(
    "bad options are told with the usage, exit 2",
    arguments: [
      ["trace", "case"], ["trace", "case", "--source", "x", "--policy", "magic"],
      ["trace", "case", "--source", "x", "--until", "-1"], ["index", "case", "--threads", "0"],
      ["account", "case", "--policy", "poison"], ["simulate", "a.yaml"], ["simulate"],
      ["simulate", "--check"], ["simulate", "--describe", "--check", "a.yaml"],
      ["simulate", "--check", "a.yaml", "--out", "x"], ["demo", "--whole", "--setting", "demo"],
      ["trace", "case", "--source", "x", "--fees", "burn"], ["export", "case", "--format", "xml"],
      ["export", "case", "--tables", "blocks,blocks"], ["export", "case", "--tables", "fees"],
      ["export", "case", "--tables", ""], ["export", "case", "--out", "-"],
      ["export", "case", "--out", "-", "--format", "csv"],
      ["export", "case", "--out", "-", "--format", "csv", "--tables", "blocks", "--json"],
    ])
  func usage(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.hasPrefix("Error: "))
  }

  @Test("a height below 0 is told as such", arguments: ["trace", "account", "reconcile"])
  func heightBelowZero(command: String) throws {
    let source = command == "trace" ? ["--source", "x"] : []
    let outcome = try Program.run([command, "case"] + source + ["--until", "-1"])
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("--until -1 is below 0"))
  }
}
