@testable import ChainSim

/// A plan's transactions as tests ask for them.
extension Plan {
  /// The transactions of a motif.
  func transactions(of motif: PlannedMotif) -> [Int] {
    (0..<transactionCount).filter { transactionMotif[$0] == motif }
  }

  /// Who owns an output: `users/000004`, or an actor's name.
  func owner(ofOutput output: Int) -> String {
    wallets[wallet(ofOutput: output).position].ownerName
  }

  /// The outputs that a transaction spends.
  func spent(by transaction: Int) -> [Int] {
    inputs(of: transaction).map { inputSpent[$0].position }
  }

  /// What each owner puts into a transaction.
  func paidIn(_ transaction: Int) -> [String: Int64] {
    spent(by: transaction).reduce(into: [:]) {
      $0[owner(ofOutput: $1), default: 0] += outputValue[$1]
    }
  }

  /// What each owner gets out of a transaction.
  func paidOut(_ transaction: Int) -> [String: Int64] {
    outputs(of: transaction).reduce(into: [:]) {
      $0[owner(ofOutput: $1), default: 0] += outputValue[$1]
    }
  }

  /// How often each value occurs among a transaction's outputs.
  func valueCounts(_ transaction: Int) -> [Int64: Int] {
    outputs(of: transaction).reduce(into: [:]) { $0[outputValue[$1], default: 0] += 1 }
  }

  /// The scripts of a transaction's inputs and outputs.
  func scripts(_ transaction: Int) -> Set<AddressStyle.Script> {
    Set((spent(by: transaction) + outputs(of: transaction)).map { form(ofOutput: $0).script })
  }
}
