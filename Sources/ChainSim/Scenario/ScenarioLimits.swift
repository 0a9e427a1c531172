import Bitcoin

/// The numbers that a scenario may have: the reader, the key tables and the review take them from here.
enum ScenarioLimits {
  /// After how many blocks the subsidy may halve.
  static let halvingIntervals = 1...10_000_000
  /// How many payments a story may ask for, as `ScenarioReview.checkOrders` estimates them; planning
  /// one takes some hundred bytes and microseconds.
  static let orders = 15_000_000
  /// How many blocks a chain may have.
  static let blocks = 2_000_000
  /// How far apart blocks may be, a year (seconds).
  static let interval: UInt32 = 366 * 86_400
  /// When a chain must have ended, the first day of 2100: block times are 32 bits (until 2106), and
  /// the actors look some weeks ahead.
  static let end: UInt32 = 4_102_444_800
  /// How many pools there may be.
  static let pools = 1...1_000
  /// How many customers an exchange may have.
  static let customers = 2...10_000_000
  /// How many customers may live in one country.
  static let countryCustomers = 1...10_000_000
  /// How many deposits one customer may make.
  static let deposits = 1...1_000
  /// How many withdrawals one customer may make.
  static let withdrawals = 0...1_000
  /// How much of what comes in may go out again (percent).
  static let withdrawnPercent = 0...90
  /// The median of balances, at most.
  static let medianBalance = Satoshi(1_000 * 100_000_000)
  /// Sigma of the lognormal law (thousandths).
  static let sigmaPerMille = 1...5_000
  /// How many ordinary users there may be.
  static let users = 1...10_000_000
  /// How many payments they may make.
  static let payments = 0...50_000_000
  /// How many payments all users may make where a scenario's size says so.
  static let sizes = 1_000...10_000_000
  /// How many of them there may be for each block.
  static let paymentsPerBlock = 1...3_000
  /// How many addresses a wallet may have for itself.
  static let addresses = 1...100_000
  /// How many transactions a move may take.
  static let moveTransactions = 1...10_000
  /// What one of those transactions must move at least.
  static let movePart = Satoshi(10_000)
  /// How many inputs a proof transfer may have.
  static let proofInputs = 500
  /// What a fee may be.
  static let fee = Satoshi.coin
  /// The median of fee rates (sat/vB).
  static let feeRates = 1.0...1_000.0
  /// What one sweep or one sale must be worth more than.
  static let dust = Satoshi(1_000_000)
  /// How many sweeps a theft may take.
  static let sweeps: Int64 = 1_000_000
}
