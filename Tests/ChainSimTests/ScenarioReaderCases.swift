import Case
import ChainSim

extension ScenarioReaderTests {
  /// Changes of the story `exchange` that the format does not have.
  static let wrongForms: [Wrong] = [
    Wrong(
      "unknown key of the scenario", "seed: 2014", "seeds: 2014", at: "|seeds: 2014",
      "unknown key 'seeds' in the scenario; did you mean 'seed'?"),
    Wrong(
      "unknown key of an actor", "    wallets:\n      hot", "    wallet:\n      hot",
      at: "|wallet:\n", "unknown key 'wallet' in actor 'mtgox'; did you mean 'wallets'?"),
    Wrong(
      "unknown key of a wallet", "hot:     {script", "hot:     {scirpt", at: "|scirpt",
      "unknown key 'scirpt' in wallet 'mtgox.hot'; did you mean 'script'?"),
    Wrong(
      "unknown key of an event", "sweep: {", "sweeps: {", at: "|sweeps",
      "unknown key 'sweeps' in an event; did you mean 'sweep'?"),
    Wrong(
      "unknown key of a claim", "coins: mtgox.offline", "coin: mtgox.offline",
      at: "|coin: mtgox", "unknown key 'coin' in a claim; did you mean 'coins'?"),
    Wrong(
      "unknown kind", "kind: thief", "kind: burglar", at: "kind: |burglar",
      "'kind' must be one of " + ScenarioKeys.actors.map { "'\($0.name)'" }.joined(separator: ", ")
        + ", not 'burglar'"),
    Wrong(
      "a wallet twice", "      old:     {script", "      hot: {}\n      old:     {script",
      at: "|hot:     {script", "key 'hot' is given twice in the same mapping"),
    Wrong(
      "missing key", "    holds: 20 BTC\n", "", at: "mtgox:\n    |kind",
      "key 'holds' is missing in actor 'mtgox'"),
    Wrong(
      "missing kind", "    kind: thief\n", "", at: "|thief:\n",
      "key 'kind' is missing in actor 'thief'"),
    Wrong(
      "an amount without unit", "holds: 20 BTC", "holds: 20", at: "holds: |20\n",
      "'holds' must be an amount such as 750000 BTC, with the unit, not '20'"),
    Wrong(
      "an amount in satoshis", "holds: 20 BTC", "holds: 2000000000 sat", at: "|2000000000 sat",
      "'holds' must be an amount such as 750000 BTC, in bitcoins, not '2000000000 sat'"),
    Wrong(
      "an amount with a comma in braces", "customers: 7500 BTC", "customers: 7,500 BTC",
      at: "7,|500 BTC",
      "unknown key '500 BTC' in 'owes' of actor 'mtgox'; "
        + "an amount with a comma needs quotes: \"750,000 BTC\""),
    Wrong(
      "too fine an amount", "holds: 20 BTC", "holds: 20.123456789 BTC", at: "|20.123456789",
      "'holds' must be an amount such as 750000 BTC, not '20.123456789 BTC'"),
    Wrong(
      "a day that does not exist", "until: 2014-03-31", "until: 2014-02-31", at: "|2014-02-31",
      "'until' must be a day that the calendar has, not '2014-02-31'"),
    Wrong(
      "a time after 2106", "until: 2014-03-31", "until: 2106-02-08", at: "|2106-02-08",
      "'until': 2106-02-08T00:00:00Z is later than a block header can say (2106-02-07)"),
    Wrong(
      "a duration without unit", "every: 6h", "every: 6", at: "every: |6}",
      "'every' must be a duration such as 30s, 1m, 2h or 7d, not '6'"),
    Wrong(
      "a block size without unit", "every: 6h}", "every: 6h, size: 250}", at: "size: |250}",
      "'size' must be a size from 10 kB to 1 MB, such as 250 kB, not '250'"),
    Wrong(
      "a block size that no node takes", "every: 6h}", "every: 6h, size: 2 MB}", at: "|2 MB",
      "'size' must be a size from 10 kB to 1 MB, such as 250 kB, not '2 MB'"),
    Wrong(
      "a percentage over 100", "share: 50 %", "share: 500 %", at: "|500 %",
      "'share' must be a percentage from 0 % to 100 %, not '500 %'"),
    Wrong(
      "a fraction of a percent", "share: 50 %", "share: 50.5 %", at: "|50.5 %",
      "'share': must be a whole percentage"),
    Wrong(
      "no as a boolean", "booked: false", "booked: no", at: "booked: |no}",
      "'booked' must be true or false, not 'no'"),
    Wrong(
      "a range backwards", "collectors: 20..50 BTC", "collectors: 50..20 BTC", at: "|50..20 BTC",
      "'collectors' must be a range of amounts such as 200..600 BTC, not '50..20 BTC'"),
    Wrong(
      "a count with a leading zero", "count: 900", "count: 0900", at: "|0900",
      "'count' must be a whole number from 2 to 10000000, not '0900'"),
    Wrong(
      "an anchor", "fees: 0..0.0005 BTC\n", "fees: &fees 0..0.0005 BTC\n", at: "|&fees",
      "anchors, aliases and merge keys ('&', '*', '<<') are not allowed; write the value out"),
    Wrong(
      "a name with a dot", "  thief:\n", "  the.thief:\n", at: "|the.thief",
      "'the.thief': the name of an actor is a letter, then letters, digits, '-' or '_', at most 40"),
    Wrong(
      "an actor in place of a wallet", "of: mtgox.hot, by", "of: mtgox, by", at: "of: |mtgox, by",
      "'of' must be a wallet such as mtgox.hot, not 'mtgox'"),
    Wrong(
      "a country that is no code", "{JP: 7}", "{Japan: 7}", at: "|Japan",
      "'Japan' must be a country code of two capital letters, not 'Japan'"),
    Wrong(
      "two actions in one event", "haltWithdrawals: mtgox}",
      "haltWithdrawals: mtgox, haltDeposits: mtgox}", at: "|haltDeposits: mtgox}\n",
      "'haltDeposits': an event has one action, and 'haltWithdrawals' stands in it already"),
    Wrong(
      "an event without action", "{at: 2014-02-07, haltWithdrawals: mtgox}", "{at: 2014-02-07}",
      at: "|{at: 2014-02-07}",
      "'events[9]': an event needs one of " + ScenarioKeys.actions.joined(separator: ", ")),
    Wrong(
      "a sweep at a moment", "from: 2011-10-01\n    to: 2012-05-31", "at: 2011-10-01",
      at: "|2011-10-01\n", "'at': 'sweep' takes its time: give 'from' and 'to'"),
    Wrong(
      "an end before the beginning", "to: 2012-05-31", "to: 2011-05-31", at: "|2011-05-31",
      "events[5].to: the event ends before it begins"),
    Wrong(
      "a proof that is none", "proof: wrongKey", "proof: trustMe", at: "|trustMe",
      "'proof' must be one of 'signmessage', 'wrongKey', 'none', not 'trustMe'"),
  ]

  /// Changes of the story `exchange` after which its parts contradict one another.
  static let wrongStories: [Wrong] = [
    Wrong(
      "sweeps that do not add up", "total: 2300.0001 BTC", "total: 2300 BTC",
      at: "owes: |{customers",
      "actors.mtgox.owes: customers and company are owed 8,500.00000000 BTC, but "
        + "6,500.00000000 BTC swept and 1,999.99990000 BTC forgotten make 8,499.99990000 BTC: "
        + "0.00010000 BTC too little"),
    Wrong(
      "more forgotten than owed", "to: mtgox.old, amount: 1999.9999 BTC",
      "to: mtgox.old, amount: 2000 BTC", at: "owes: |{customers",
      "actors.mtgox.owes: customers and company are owed 8,500.00000000 BTC, but "
        + "6,500.00010000 BTC swept and 2,000.00000000 BTC forgotten make 8,500.00010000 BTC: "
        + "0.00010000 BTC too much"),
    Wrong(
      "a proof transfer of more than its inputs", "amount: \"4,242.42424242 BTC\"",
      "amount: 4420 BTC", at: "|4420 BTC",
      "events[2].proofTransfer.amount: 4,420.00000000 BTC must be above 0 and below the "
        + "4,420.00000000 BTC of the inputs"),
    Wrong(
      "shares over 100 percent", "at: mtgox, share: 15 %", "at: mtgox, share: 51 %", at: "|51 %",
      "events[8].sell.share: the shares that 'thief' sells add up to 101 %"),
    Wrong(
      "a sweep before the keys are copied", "at: 2011-09-11, copyKeys", "at: 2011-11-11, copyKeys",
      at: "sweep: {by: thief, of: |mtgox.hot, total: 4200",
      "events[5].sweep.of: 'thief' has no keys of 'mtgox.hot' before 2011-11-11T00:00:00Z, "
        + "when they are copied"),
    Wrong(
      "keys of another wallet", "copyKeys: {of: mtgox.hot", "copyKeys: {of: mtgox.offline",
      at: "copyKeys: {of: |mtgox.offline",
      "events[4].copyKeys.of: 'mtgox.offline' is not the wallet that customers are paid from; "
        + "that is 'mtgox.hot', the first"),
    Wrong(
      "an unknown wallet", "copyKeys: {of: mtgox.hot", "copyKeys: {of: mtgox.hott",
      at: "|mtgox.hott",
      "events[4].copyKeys.of: 'mtgox' has no wallet 'hott'; did you mean 'mtgox.hot'?"),
    Wrong(
      "an unknown actor", "at: exchange-e, share", "at: exchange-f, share", at: "|exchange-f",
      "events[7].sell.at: there is no actor 'exchange-f', which must be an exchange; "
        + "did you mean 'exchange-e'?"),
    Wrong(
      "a thief who is none", "copyKeys: {of: mtgox.hot, by: thief",
      "copyKeys: {of: mtgox.hot, by: users", at: "by: |users",
      "events[4].copyKeys.by: 'users' is no thief"),
    Wrong(
      "coins out of an empty wallet", "from: mtgox.old, to: mtgox.offline",
      "from: mtgox.offline, to: mtgox.old",
      at: "|mtgox.old, amount: 1999.9999 BTC, transactions: 8",
      "events[11].move.to: 'mtgox.old' was last used on 2011-06-30T00:00:00Z, but gets coins until "
        + "2014-03-15T22:00:00Z"),
    Wrong(
      "more out of a wallet than is in it", "to: mtgox.offline, amount: 1999.9999 BTC",
      "to: mtgox.offline, amount: 2000 BTC", at: "from: |mtgox.old, to: mtgox.offline",
      "events[11].move.from: 'mtgox.old' has only 1,999.99990000 BTC on 2014-03-14T00:00:00Z, "
        + "and 2,000.00000000 BTC are to leave it"),
    Wrong(
      "a claim over coins that are not there yet", "at: 2014-03-20\n    text: We hold",
      "at: 2014-03-01\n    text: We hold", at: "coins: |mtgox.offline",
      "claims[0].coins: 'mtgox.offline' is empty on 2014-03-01T00:00:00Z"),
    Wrong(
      "a copy of a claim that is not there", "copyOf: found-wallet", "copyOf: lost-wallet",
      at: "|lost-wallet", "claims[2].proof.copyOf: there is no claim 'lost-wallet' above this one"),
    Wrong(
      "an event before the chain", "at: 2014-02-07", "at: 2010-02-07", at: "|2010-02-07",
      "events[9].at: 2010-02-07T00:00:00Z is outside the chain, which runs from "
        + "2011-02-02T23:16:42Z to 2014-03-31T00:00:00Z"),
    Wrong(
      "an event after the chain", "to: 2013-10-31", "to: 2014-10-31", at: "|2014-10-31",
      "events[7].to: 2014-10-31T00:00:00Z is outside the chain, which runs from "
        + "2011-02-02T23:16:42Z to 2014-03-31T00:00:00Z"),
    Wrong(
      "a chain that runs backwards", "until: 2014-03-31", "until: 2011-02-01", at: "|2011-02-01",
      "blocks[1].until: 2011-02-01T00:00:00Z is not later than 2011-02-03T12:00:00Z, "
        + "when the period begins"),
    Wrong(
      "more blocks than any chain", "every: 6h", "every: 1s", at: "every: |1s",
      "blocks[1].every: this pace makes more than 2000000 blocks"),
    Wrong(
      "more coins than can be mined by the transfer",
      "{until: 2011-02-03T12:00:00Z, every: 1m}\n  - {until: 2014-03-31, every: 6h}",
      "{until: 2014-03-31, every: 1d}", at: "inputs: |[500",
      "events[2].proofTransfer.inputs: 4,420.00000000 BTC are needed by 2011-06-23T06:50:15Z, but "
        + "at this pace of blocks only 2,000.00000000 BTC can be mined and spent by then"),
    Wrong(
      "more coins than there will ever be", "holds: 600 BTC", "holds: 20000 BTC", at: "|20000 BTC",
      "actors.exchange-e.holds: 20,000.00000000 BTC are needed by 2014-03-31T00:00:00Z, but at "
        + "this pace of blocks only 14,949.99998350 BTC can be mined and spent by then, after the "
        + "7,479.99998400 BTC of others"),
    Wrong(
      "more customers in a country than there are", "{JP: 7}", "{JP: 901}", at: "JP: |901",
      "actors.customers.countries.JP: the countries have 901 customers, but there are 900"),
    Wrong(
      "customers of nobody", "of: mtgox\n", "of: mtgax\n", at: "of: |mtgax",
      "actors.customers.of: there is no actor 'mtgax', which must be an exchange; "
        + "did you mean 'mtgox'?"),
    Wrong(
      "nobody mines", "kind: miners\n    count: 4\n    dormant: 1 %\n    fees: 0..0.0005 BTC",
      "kind: users\n    count: 4\n    payments: 1\n    coins: 1 BTC", at: "actors:\n  |pools",
      "actors: nobody mines: an actor of the kind 'miners' is needed"),
    Wrong(
      "a halt twice", "haltDeposits: mtgox", "haltWithdrawals: mtgox",
      at: "|{at: 2014-02-24", "events[10]: 'haltWithdrawals: mtgox' happens twice"),
  ]
}
