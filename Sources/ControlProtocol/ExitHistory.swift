package import ServiceModel
package import Wire

/// A reply to History, oldest record first. With `more` there may be several.
package struct ExitHistory: Equatable, Sendable {
    package var records: [ExitRecord]

    package init(_ records: [ExitRecord]) {
        self.records = records
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("records", records) { $1.encode(into: &$0) }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        records = try fields.list("records", ExitRecord.init)
    }
}
