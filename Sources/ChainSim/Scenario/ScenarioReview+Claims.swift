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
      }
      if case .copied(let id) = claim.proof {
        try checkEarlier(id, earlier, "\(path).proof.copyOf")
      }
      if let flaw = scenario.findProofFlaw(ofClaim: index) {
        throw contradiction("\(path).proof", flaw)
      }
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
