extension ScenarioReaderTests {
  /// Changes of the scenario of every kind of address after which a wallet or a claim cannot be.
  static let wrongAddresses: [Wrong] = [
    wrong(
      "a kind that is none", "hot:   {script: p2wpkh", "hot:   {script: p2wkh", at: "|p2wkh",
      "'script' must be one of 'p2pk', 'p2pkh', 'p2sh-multisig', 'p2wpkh', 'p2sh-p2wpkh', 'p2wsh', "
        + "'p2tr', 'p2tr-script', not 'p2wkh'"),
    wrong(
      "uncompressed keys in a witness", "{script: p2wpkh,", "{script: p2wpkh, keys: uncompressed,",
      at: "|uncompressed,",
      "actors.bank.wallets.hot.keys: 'p2wpkh' takes compressed keys alone (BIP-0143); leave 'keys' out"
    ),
    wrong(
      "compressed keys of taproot", "main: {script: p2tr,",
      "main: {script: p2tr, keys: compressed,",
      at: "p2tr, keys: |compressed",
      "actors.market.wallets.main.keys: 'p2tr' writes public keys in 32 bytes (BIP-0341); leave 'keys' out"
    ),
    wrong(
      "several keys where there is one", "{script: p2pkh,", "{script: p2pkh, multisig: 1 of 1,",
      at: "|1 of 1",
      "actors.bank.wallets.found.multisig: 'p2pkh' has one key; p2sh-multisig, p2wsh and p2tr-script take several"
    ),
    wrong(
      "more signatures than keys", "multisig: 3 of 5", "multisig: 6 of 5", at: "|6 of 5",
      "'multisig' must be m of n keys such as 2 of 3, at most 16, not '6 of 5'"),
    wrong(
      "no signature", "multisig: 3 of 5", "multisig: 0 of 5", at: "|0 of 5",
      "'multisig' must be m of n keys such as 2 of 3, at most 16, not '0 of 5'"),
    wrong(
      "seventeen keys", "multisig: 3 of 5", "multisig: 3 of 17", at: "|3 of 17",
      "'multisig' must be m of n keys such as 2 of 3, at most 16, not '3 of 17'"),
    wrong(
      "a quorum with a slash", "multisig: 3 of 5", "multisig: 3/5", at: "|3/5",
      "'multisig' must be m of n keys such as 2 of 3, at most 16, not '3/5'"),
    wrong(
      "a redeem script over 520 bytes", "multisig: 2 of 3, addresses: 3, lastUsed",
      "multisig: 2 of 8, addresses: 3, lastUsed", at: "|2 of 8",
      "actors.bank.wallets.old.multisig: 2 of 8 makes a redeem script of 531 bytes, and P2SH takes 520 (BIP-0016)"
    ),
    wrong(
      "a redeem script of compressed keys over 520 bytes", "multisig: 2 of 3, addresses: 3",
      "keys: compressed, multisig: 2 of 16, addresses: 3", at: "|2 of 16",
      "actors.bank.wallets.old.multisig: 2 of 16 makes a redeem script of 547 bytes, and P2SH takes 520 (BIP-0016)"
    ),
    wrong(
      "shares that are no whole", "own: {script: {p2pkh: 30 %", "own: {script: {p2pkh: 20 %",
      at: "script: |{p2pkh: 20 %",
      "actors.customers.wallets.own.script: the shares add up to 90 %, not 100 %"),
    wrong(
      "keys where no script leaves a choice",
      "{p2pkh: 30 %, p2wpkh: 25 %, p2sh-p2wpkh: 20 %, p2tr: 25 %}}",
      "{p2wpkh: 75 %, p2tr: 25 %}, keys: compressed}", at: "p2tr: 25 %}, keys: |compressed",
      "'keys': none of these scripts leaves a choice"),
    wrong(
      "several keys where every script has one",
      "{p2pkh: 30 %, p2wpkh: 25 %, p2sh-p2wpkh: 20 %, p2tr: 25 %}}",
      "{p2pkh: 75 %, p2tr: 25 %}, multisig: 1 of 2}", at: "p2tr: 25 %}, multisig: |1 of 2",
      "'multisig': none of these scripts leaves a choice"),
    wrong(
      "a share of a kind that is none", "{p2pkh: 30 %", "{p2pkk: 30 %", at: "|p2pkk",
      "unknown key 'p2pkk' in 'script'; did you mean 'p2pk'?"),
    wrong(
      "a wallet that pools do not have", "payout:   {", "payouts:  {", at: "|payouts",
      "unknown key 'payouts' in the wallets of 'pools'; did you mean 'payout'?"),
    wrong(
      "a wallet without script", "drops: {script: p2tr}", "drops: {}", at: "drops: |{}",
      "key 'script' is missing in wallet 'thief.drops'"),
    wrong(
      "shares in a single wallet", "drops: {script: p2tr}", "drops: {script: {p2tr: 100 %}}",
      at: "drops: {script: |{",
      "'script' must be one of 'p2pk', 'p2pkh', 'p2sh-multisig', 'p2wpkh', 'p2sh-p2wpkh', 'p2wsh', "
        + "'p2tr', 'p2tr-script', not a mapping"),
    wrong(
      "a message signed for a script", "    proof: none\n", "    proof: signmessage\n",
      at: "bank.vault\n    proof: |signmessage",
      "claims[2].proof: 'bank.vault' has p2wsh addresses, and 'signmessage' proves control of p2pkh "
        + "and p2pk alone: claim such coins, or say 'proof: none'"),
    wrong(
      "no proof given for a script", "    proof: none\n", "",
      at: "|id: vault-coins",
      "claims[2].proof: 'bank.vault' has p2wsh addresses, and 'signmessage' proves control of p2pkh "
        + "and p2pk alone: claim such coins, or say 'proof: none'"),
    wrong(
      "another key's message over the coins of a claim above", "proof: none",
      "proof: none\n  - {id: more, by: me, at: 2011-07-28, text: Mine., coins: {sameAs: vault-coins}, "
        + "proof: wrongKey}", at: "proof: |wrongKey}",
      "claims[3].proof: 'bank.vault' has p2wsh addresses, and 'signmessage' proves control of p2pkh "
        + "and p2pk alone: claim such coins, or say 'proof: none'"),
    wrong(
      "mined coins without a p2pkh address", "coins: bank.vault\n    proof: none",
      "coins: {minedBy: pools}\n    proof: wrongKey", at: "minedBy: pools}\n    proof: |wrongKey",
      "claims[2].proof: 'pools' has no p2pkh addresses, and 'signmessage' proves control of p2pkh "
        + "and p2pk alone: claim such coins, or say 'proof: none'"),
  ]

  private static func wrong(
    _ name: String, _ old: String, _ new: String, at: String, _ message: String
  ) -> Wrong {
    Wrong(name, old, new, at: at, message, base: "scripts")
  }
}
