package import Wire

/// The reply to GetUnit.
package struct UnitReply: Equatable, Sendable {
    package var unit: UnitStatus

    package init(_ unit: UnitStatus) {
        self.unit = unit
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.name("unit")
        unit.encode(into: &writer)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        guard let unit = fields.value(ifPresent: "unit") else { throw InvalidField("unit") }
        self.unit = try UnitStatus(unit)
    }
}
