import Wire

/// One of systemd's properties of a unit: `ActiveState`, `active`.
package struct UnitProperty: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("value", value)
        }
    }

    init(_ json: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(json)
        name = try fields.string("name")
        value = try fields.string("value")
    }
}
