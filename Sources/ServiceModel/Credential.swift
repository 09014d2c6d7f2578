/// One secret handed to a service as a file in `$CREDENTIALS_DIRECTORY`.
package struct Credential: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// `SetCredential=`: the bytes themselves. Yields to a `LoadCredential=` of the same name that is
        /// found.
        case inline([UInt8])
        /// `LoadCredential=`: an absolute path.
        case file(String)
    }

    package let name: String
    package let source: Source

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }
}
