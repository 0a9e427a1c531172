extension ScenarioReview {
  /// Checks that wallets can have their styles, and that the shares of people make a hundred.
  func checkStyles(of actor: ScenarioActor, path: String) throws(Contradiction) {
    switch actor.kind {
    case .miners(let miners):
      try checkStyle(miners.coinbase, path: "\(path).wallets.coinbase")
      try checkStyle(miners.payout, path: "\(path).wallets.payout")
    case .exchange(let exchange):
      for wallet in exchange.wallets {
        try checkStyle(wallet.style, path: "\(path).wallets.\(wallet.name)")
      }
    case .population(let population):
      try checkShares(population.own, path: "\(path).wallets.own")
    case .thief(let thief):
      try checkStyle(thief.drops, path: "\(path).wallets.drops")
      try checkStyle(thief.hoard, path: "\(path).wallets.hoard")
      try checkStyle(thief.own, path: "\(path).wallets.own")
    case .flooder(let flooder): try checkStyle(flooder.own, path: "\(path).wallets.own")
    case .users(let users):
      try checkShares(users.own, path: "\(path).wallets.own")
    case .service(let service):
      try checkStyle(service.own, path: "\(path).wallets.own")
      try checkStyle(service.members, path: "\(path).wallets.members")
    }
  }

  private func checkStyle(_ style: AddressStyle?, path: String) throws(Contradiction) {
    guard let flaw = style?.flaw else { return }
    throw contradiction("\(path).\(flaw.key)", flaw.reason)
  }

  private func checkShares(_ shares: [StyleShare], path: String) throws(Contradiction) {
    for share in shares { try checkStyle(share.style, path: path) }
    guard shares.allSatisfy({ (0...100).contains($0.percent) }) else {
      throw contradiction("\(path).script", "a share is not between 0 and 100 %")
    }
    let sum = shares.reduce(0) { $0 + $1.percent }
    guard shares.isEmpty || sum == 100 else {
      throw contradiction("\(path).script", "the shares add up to \(sum) %, not 100 %")
    }
  }
}
