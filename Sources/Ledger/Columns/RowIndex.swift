/// The number of a row in one kind of the ledger's columns, from 0, in chain order.
///
/// Each kind of row has its own type, so that an input's number cannot be taken for an output's.
public protocol RowIndex: BitwiseCopyable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// What is stored in the columns.
  associatedtype RawValue: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable
  /// The number as it is stored; all bits set for `none`.
  var rawValue: RawValue { get }
  /// The row with that stored number.
  init(rawValue: RawValue)
}

extension RowIndex {
  /// The row number `position`.
  ///
  /// - Precondition: `position` is not negative and fits.
  @inlinable
  public init(_ position: Int) { self.init(rawValue: RawValue(position)) }

  /// No row: an unspent output has no spender.
  @inlinable
  public static var none: Self { Self(rawValue: RawValue.max) }

  /// Whether this is no row.
  @inlinable
  public var isNone: Bool { rawValue == RawValue.max }

  /// The number to index columns with.
  ///
  /// - Precondition: this is not `none`.
  @inlinable
  public var position: Int { Int(rawValue) }

  /// Compares by place in the chain; `none` comes last.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The number, or `none`.
  public var description: String { isNone ? "none" : "\(rawValue)" }
}

/// A transaction's row.
public struct TxIndex: RowIndex {
  /// The number as it is stored.
  public let rawValue: UInt32
  /// The row with that stored number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An input's row. Coinbases have no input rows.
public struct InputIndex: RowIndex {
  /// The number as it is stored.
  public let rawValue: UInt64
  /// The row with that stored number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// An output's row.
public struct OutputIndex: RowIndex {
  /// The number as it is stored.
  public let rawValue: UInt64
  /// The row with that stored number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A distinct script's row, numbered by first appearance.
public struct ScriptIndex: RowIndex {
  /// The number as it is stored.
  public let rawValue: UInt64
  /// The row with that stored number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
