/// One finding about a unit: where, what is wrong, and what to write instead.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: UInt8, Sendable {
        /// The unit is refused.
        case error
        /// The unit runs; the line does not do what it says.
        case warning
        /// Worth knowing.
        case note
    }

    package let severity: Severity
    /// Nil for a finding about the unit or the search path as a whole.
    package let location: SourceLocation?
    /// One sentence without a full stop, with the offending text in quotes.
    package let message: String

    package init(_ severity: Severity, at location: SourceLocation?, _ message: String) {
        self.severity = severity
        self.location = location
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `web.service:7:16: error: unknown capability 'CAP_CHOWM'; did you mean 'CAP_CHOWN'?`
    package var description: String {
        let word =
            switch severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "note"
            }
        guard let location else { return "\(word): \(message)" }
        return "\(location.file):\(location.line):\(location.column): \(word): \(message)"
    }
}
