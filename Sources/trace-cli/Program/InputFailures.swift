import Bitcoin
import ChainSim
import Files
import Ledger
import Scoring
import Tracer
import Truth

// The errors of the targets that the user's input or machine causes.

extension AddressError: InputFailure {}
extension ClusterError: InputFailure {}
extension FileError: InputFailure {}
extension LedgerError: InputFailure {}
extension ScenarioError: InputFailure {}
extension SourceError: InputFailure {}
extension TruthError: InputFailure {}

// A trace can also find that it broke its own law, which no input may bring about.

extension TraceError: MixedFailure {}
extension ScoreError: MixedFailure {}
extension AccountingError: MixedFailure {
  /// Whether the trace broke its own law.
  var isBug: Bool {
    if case .trace(let error) = self { error.isBug } else { false }
  }
}
