extension Planner {
  /// Gives a new wallet the model that its owner's behaviour says.
  mutating func assignModel(_ wallet: WalletNumber) {
    let owner = plan.wallets[wallet.position].owner
    let member = plan.wallets[wallet.position].member ?? 0
    guard let name = behaviours[owner]?.model(ofMember: member) else {
      walletModel.append(0)
      return
    }
    let model = WalletModel(name)
    plan.wallets[wallet.position].grindsLowR = model.grindsLowR
    if let place = models.firstIndex(of: model) {
      walletModel.append(UInt8(place))
    } else {
      walletModel.append(UInt8(models.count))
      models.append(model)
    }
  }

  /// How the program of a wallet makes transactions.
  func model(of wallet: WalletNumber) -> WalletModel { models[Int(walletModel[wallet.position])] }

  /// Whose program makes a draft: its author's, else that of the wallet of its first coin.
  func author(of draft: Draft) -> WalletNumber? {
    draft.author ?? draft.inputs.first.map { plan.wallet(ofOutput: $0.position) }
  }

  /// Gives a draft the version, lock time and sequence of its author's program; what it has of its own
  /// it keeps.
  ///
  /// The lock time is the height of the last block (Core: wallet/spend.cpp, `DiscourageFeeSniping`),
  /// so the block that is being filled, and every later one, can take the transaction.
  mutating func applyModel(to draft: inout Draft) {
    guard let author = author(of: draft), walletModel[author.position] != 0 else { return }
    let model = model(of: author)
    if draft.version == 1 { draft.version = model.version }
    if draft.sequence == .max { draft.sequence = model.sequence }
    guard model.locksToHeight, draft.lockTime == 0 else { return }
    let isEarlier = draw(author, below: 10) == 0
    let back = isEarlier ? draw(author, below: 100) : 0
    draft.lockTime = UInt32(max(height - 1 - back, 0))
  }

  /// Puts change where the author's program does.
  mutating func insertChange(_ output: DraftOutput, into draft: inout Draft) {
    let author = author(of: draft) ?? plan.keyWallet[output.key.position]
    let count = draft.outputs.count
    switch model(of: author).changePlace {
    case .anywhere: draft.outputs.insert(output, at: draw(author, below: count + 1))
    case .first: draft.outputs.insert(output, at: 0)
    case .notLast: draft.outputs.insert(output, at: draw(author, below: max(count, 1)))
    case .last, .sorted: draft.outputs.append(output)
    }
  }

  /// Orders outputs by amount where the author's program does (BIP-0069); the scripts, which decide
  /// between equal amounts there, are not known yet.
  func orderOutputs(_ draft: inout Draft) {
    guard let author = author(of: draft), model(of: author).changePlace == .sorted else { return }
    let order = draft.outputs.indices.sorted {
      (draft.outputs[$0].value, $0) < (draft.outputs[$1].value, $1)
    }
    let outputs = draft.outputs
    draft.outputs = order.map { outputs[$0] }
  }

  /// The key for a payer's change: an address that pays, where that program reuses it.
  mutating func reusedChangeKey(_ draft: Draft) -> KeyNumber? {
    guard let first = draft.inputs.first, let author = author(of: draft) else { return nil }
    let percent = model(of: author).changeReusePercent
    guard percent > 0, draw(author, below: 100) < percent else { return nil }
    return plan.outputKey[first.position]
  }
}
