import Bitcoin

extension Mutation {
  static let headers: [Mutation] =
    [
      header("hash above the target", .highHash) { header in
        while header.meetsTarget() { header.nonce += 1 }
      },
      header("target above the network's limit", .highHash) { $0.bits = 0x2100_ffff },
      header("negative target", .highHash) { $0.bits = 0x20ff_ffff },
      header("target of zero", .highHash) { $0.bits = 0x2000_0000 },
      header("target that overflows", .highHash) { $0.bits = 0xff7f_ffff },
      header("target a little harder than asked", .wrongDifficulty) { $0.bits = 0x207f_fffe },
      header("target 256 times harder than asked", .wrongDifficulty) { $0.bits = 0x1f7f_ffff },
      header("block before is unknown", .unknownParent, shows: .notInFiles) {
        $0.previousBlock = BlockHash(Hash256(1, 2, 3, 4))
      },
      Mutation("time is the median of the eleven before", .timeTooOld) { shop in
        let median = shop.medianTimePast
        return Pair(
          right: shop.block { $0.header.time = median + 1 },
          wrong: shop.block { $0.header.time = median })
      },
      header("time of genesis", .timeTooOld) { $0.time = 1_296_688_602 },
      header("time of zero", .timeTooOld) { $0.time = 0 },
      Mutation("period begins 601 seconds early", .timewarp, network: .timewarp) { shop in
        shop.addBlocks(upTo: 142)
        shop.add(shop.block { $0.header.time += 10_000 })
        let last = shop.blocks[143].header.time
        return Pair(
          right: shop.block { $0.header.time = last - 600 },
          wrong: shop.block { $0.header.time = last - 601 })
      },
    ]
    + [0, 1, 2, 3, 0x8000_0000, 0xffff_ffff].map { version in
      header("version \(Int32(bitPattern: version))", .outdatedVersion) { $0.version = version }
    }

  /// A block that is right with the lowest version, and wrong once its header is bent.
  private static func header(
    _ name: String, _ rule: BlockRule, shows: Shows = .everywhere,
    bend: @escaping @Sendable (inout BlockHeader) -> Void
  ) -> Mutation {
    Mutation(name, rule, shows: shows) { shop in
      let right = shop.block { $0.header.version = 4 }
      var wrong = right
      bend(&wrong.header)
      if rule != .highHash { wrong.remine() }
      return Pair(right: right, wrong: wrong)
    }
  }
}
