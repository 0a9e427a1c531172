import Files

// The errors of the targets that the user's input or machine causes.

extension FileError: InputFailure {}
