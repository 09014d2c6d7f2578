package import ServiceModel
package import Wire

/// The reply to ReloadDaemon: what the new set of units changed.
package struct ReloadReport: Equatable, Sendable {
    package var added: [String] = []
    package var changed: [String] = []
    package var removed: [String] = []
    package var diagnostics: [Diagnostic] = []

    package init() {}

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("added", added)
        writer.field("changed", changed)
        writer.field("removed", removed)
        writer.field("diagnostics", diagnostics) { $1.encode(into: &$0) }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        added = try fields.strings("added")
        changed = try fields.strings("changed")
        removed = try fields.strings("removed")
        diagnostics = try fields.list("diagnostics", Diagnostic.init)
    }
}
