package import Wire

/// The reply to Properties, in the order asked for.
package struct UnitProperties: Equatable, Sendable {
    package var properties: [UnitProperty]

    package init(_ properties: [UnitProperty]) {
        self.properties = properties
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("properties", properties) { $1.encode(into: &$0) }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        properties = try fields.list("properties", UnitProperty.init)
    }
}
