package import Wire

/// The reply to ListUnits.
package struct UnitList: Equatable, Sendable {
    /// In the order of their names.
    package var units: [UnitSummary]
    /// The patterns without wildcards that name no unit, as they were given.
    package var unmatched: [String]

    package init(units: [UnitSummary], unmatched: [String] = []) {
        self.units = units
        self.unmatched = unmatched
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("units", units) { $1.encode(into: &$0) }
        writer.field("unmatched", unmatched)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        units = try fields.list("units", UnitSummary.init)
        unmatched = try fields.strings("unmatched")
    }
}
