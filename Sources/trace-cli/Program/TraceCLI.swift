import ArgumentParser

/// The program: a tree of commands.
struct TraceCLI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace-cli",
    abstract: "A cold-wallet forensic tracer over Bitcoin chains.",
    discussion: """
      It makes scenario chains with their ground truth, traces flows over a chain (simulated or \
      from your own Bitcoin Core node) and accounts for missing coins to the satoshi, and verifies \
      claims that coins were recovered.

      Start with:
        trace-cli demo       (the whole job on the story of MtGox)
        trace-cli case new my-case --blocks ~/.bitcoin/blocks

      Exit status: 0 done or verified, 1 a check came out negative, 2 bad usage or bad input, \
      70 a bug. Results go to stdout, progress and messages to stderr; --json on every command \
      gives satoshi integers and stable keys.
      """,
    version: "0.1.0",
    subcommands: [
      SimulateCommand.self, CaseCommands.self, IndexCommand.self, LedgerCommands.self,
      ValidateCommand.self, LookupCommand.self, TraceCommand.self, ClusterCommand.self,
      ReconcileCommand.self, AccountCommand.self, ClaimCommands.self, ScoreCommand.self,
      ReportCommand.self, ExportCommand.self, DemoCommand.self,
    ])
}
