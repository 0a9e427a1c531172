import ArgumentParser
import Bitcoin
import Files
import SystemPackage

/// The options that say of which network block files are.
struct NetworkOptions: ParsableArguments {
  @Option(help: "mainnet, testnet3, testnet4, signet or regtest. (default: what the blocks say)")
  var network: String?

  @Option(
    help: ArgumentHelp("Regtest only: after how many blocks the subsidy halves.", valueName: "n"))
  var halving: Int?

  func validate() throws {
    if let network, Network(named: network) == nil {
      let names = Network.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--network \(network) is none of \(names).")
    }
    guard let halving else { return }
    if let network, network != Network.regtest.name {
      throw ValidationError("--halving is for regtest only, not for \(network).")
    }
    guard (1...210_000).contains(halving) else {
      throw ValidationError("--halving \(halving) is not between 1 and 210000.")
    }
  }

  /// The network of the blocks in `folder`.
  ///
  /// - Throws: `Refusal` where the blocks' magic is of no known network, or of one that the options
  ///   are not for; `FileError`.
  func choose(for folder: BlocksFolder) throws -> Network {
    guard var network = try network.flatMap(Network.init(named:)) ?? folder.detectNetwork() else {
      throw Refusal(
        "\(folder.path.appending(folder.files[0])): the first 4 bytes are the magic of no known "
          + "network; name it with --network")
    }
    if let halving {
      guard network.name == Network.regtest.name else {
        throw Refusal("--halving is for regtest only, not for \(network.name)")
      }
      network.subsidyHalvingInterval = halving
    }
    return network
  }
}
