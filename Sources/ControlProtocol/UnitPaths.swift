package import Wire

/// The reply to UnitFiles: where a unit's text lies. The client reads it with its own privileges.
package struct UnitPaths: Equatable, Sendable {
    package var fragmentPath: String
    package var dropInPaths: [String]

    package init(fragmentPath: String, dropInPaths: [String]) {
        self.fragmentPath = fragmentPath
        self.dropInPaths = dropInPaths
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("fragmentPath", fragmentPath)
        writer.field("dropInPaths", dropInPaths)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        fragmentPath = try fields.string("fragmentPath")
        dropInPaths = try fields.strings("dropInPaths")
    }
}
