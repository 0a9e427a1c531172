import ArgumentParser
import Bitcoin
import Case
import Files
import Foundation
import SystemPackage

/// `case`: case folders.
struct CaseCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case", abstract: "Make case folders.", subcommands: [CaseNew.self])
}

/// `case new`: a case folder around block files that are there already.
struct CaseNew: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a case folder around existing block files.",
    discussion: """
      The blocks stay where they are and are only read; `case.yaml` notes where. The network is \
      read from the magic of the first block file unless --network names it. Then put what is known \
      beside it: tags (GraphSense TagPack YAML or BIP-329 JSON Lines) into tags/, an exchange's own \
      records (CSV) into books/, claims into claims/.

      The files of a pruned node do not begin with the network's first block. --anchor HEIGHT:HASH \
      then says which block comes first, as `bitcoin-cli getblockhash HEIGHT` tells it (HEIGHT: \
      pruneheight of getblockchaininfo, or a later one). The ledger is of the chain from there on; \
      what is spent from below is known by no amount and no address.

      Examples:
        trace-cli case new my-case --blocks ~/.bitcoin/blocks
        trace-cli case new late --blocks ~/.bitcoin/blocks --anchor 840000:0000000000000000000320283a032748cef8227873ff4872689bf23f1cda83a5
        trace-cli case new lab --blocks /data/regtest/blocks --halving 210000
      """)

  @Argument(
    help: ArgumentHelp("The folder to make; it must be empty or not there.", valueName: "case"))
  var folder: String

  @Option(
    help: ArgumentHelp("The folder with the block files blk*.dat.", valueName: "dir"))
  var blocks: String

  @OptionGroup var choice: NetworkOptions

  @Option(
    help: ArgumentHelp(
      "The first block of a pruned node's files, with its height.", valueName: "height:hash"))
  var anchor: AnchorArgument?

  @Option(help: "The title of the case. (default: the folder's name)")
  var title: String?

  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let source = FilePath(URL(fileURLWithPath: blocks).standardizedFileURL.path)
    let network = try choice.choose(for: BlocksFolder(source))
    let root = FilePath(folder)
    let name = root.lexicallyNormalized().lastComponent?.string ?? folder
    let description = CaseDescription(
      title: title ?? name, network: network, blocks: source.string, anchor: anchor?.anchor)
    try Folder.build(at: root) { temporary throws(FileError) in
      let made = CaseFolder(root: temporary)
      for path in [made.tags, made.books, made.claims] { try Folder.create(path) }
      try made.write(description)
    }
    if output.json {
      console.print(
        .object([
          ("case", .string(folder)), ("network", .string(network.name)),
          ("blocks", .string(source.string)), ("anchor", .optional(anchor?.anchor)),
        ]))
    } else {
      console.print("made \(folder): \(network.name), blocks in \(source)")
      console.print("next: trace-cli index \(folder)")
    }
  }
}

/// A block with its height, as the command line has it.
struct AnchorArgument: ExpressibleByArgument {
  /// The block.
  let anchor: BlockAnchor

  /// Reads `HEIGHT:HASH`.
  init?(argument: String) {
    guard let anchor = BlockAnchor(argument) else { return nil }
    self.anchor = anchor
  }
}
