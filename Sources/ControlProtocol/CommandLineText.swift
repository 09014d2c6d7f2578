package import ServiceModel
import Wire

/// One command of a unit, for people.
package struct CommandLineText: Equatable, Sendable {
    package let kind: CommandKind
    package let text: String

    package init(kind: CommandKind, text: String) {
        self.kind = kind
        self.text = text
    }

    func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("command", kind.directive)
            writer.field("line", text)
        }
    }

    init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        kind = try CommandKind(&fields)
        text = try fields.string("line")
    }
}
