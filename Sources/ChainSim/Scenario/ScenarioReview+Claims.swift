import Bitcoin

extension ScenarioReview {
  /// Each claim by itself, and what it leans on.
  func checkClaims() throws(Contradiction) {
    for (index, claim) in scenario.claims.enumerated() {
      let path = "claims[\(index)]"
      let earlier = scenario.claims[..<index].map(\.id)
      guard !earlier.contains(claim.id) else {
        throw contradiction("\(path).id", "'\(claim.id)' is another claim's id")
      }
      try checkTime(claim.at, "\(path).at")
      guard claim.amount != .zero else { throw contradiction("\(path).amount", "must be above 0") }
      switch claim.coins {
      case .held(let wallet):
        try self.wallet(wallet, at: claim.at, "\(path).coins")
        guard scenario.isFirst(wallet) || held(in: wallet, at: claim.at) > .zero else {
          throw contradiction("\(path).coins", "'\(wallet)' is empty on \(text(claim.at))")
        }
      case .spent(let wallet): try self.wallet(wallet, "\(path).coins.spent")
      case .mined(let name):
        guard case .miners = try actor(name, "\(path).coins.minedBy", is: "miners").kind else {
          throw contradiction("\(path).coins.minedBy", "'\(name)' mines nothing")
        }
      case .sameAs(let id): try checkEarlier(id, earlier, "\(path).coins.sameAs")
      case .shuffled(let name): try checkShuffled(name, at: claim.at, "\(path).coins.shuffled")
      case .nothing:
        guard claim.amount != nil else {
          throw contradiction("\(path).coins", "a claim without coins needs an 'amount'")
        }
      }
      if case .copied(let id) = claim.proof {
        try checkEarlier(id, earlier, "\(path).proof.copyOf")
      }
      if let flaw = scenario.findProofFlaw(ofClaim: index) {
        throw contradiction("\(path).proof", flaw)
      }
    }
  }

  private func checkShuffled(
    _ name: String, at time: UInt32, _ path: String
  ) throws(Contradiction) {
    try checkThief(name, path)
    let isThere = scenario.events.contains { event in
      guard case .shuffle(let shuffle) = event.action else { return false }
      return shuffle.by == name && event.to <= time
    }
    guard isThere else {
      throw contradiction(path, "'\(name)' has passed nothing on to himself by \(text(time))")
    }
  }

  private func checkEarlier(
    _ id: String, _ earlier: [String], _ path: String
  ) throws(Contradiction) {
    guard earlier.contains(id) else {
      throw contradiction(path, "there is no claim '\(id)' above this one")
    }
  }
}
