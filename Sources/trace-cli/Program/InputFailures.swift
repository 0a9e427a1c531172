import Files
import Ledger
import Tracer

// The errors of the targets that the user's input or machine causes.

extension FileError: InputFailure {}
extension LedgerError: InputFailure {}
