package import Wire

/// The reply to Start, Stop, Restart, Reload, Signal and ResetFailed. With `more`, each unit comes in a
/// reply of its own as it is done; the last reply holds them all again.
package struct UnitResults: Equatable, Sendable {
    package var results: [UnitResult]

    package init(_ results: [UnitResult]) {
        self.results = results
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("results", results) { $1.encode(into: &$0) }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        results = try fields.list("results", UnitResult.init)
    }
}
