import LaunchProtocol
package import ServiceModel
import Wire

/// What people ask about a unit: decoded for one request, never kept.
package struct UnitDetails: Hashable, Sendable {
    package var documentation: [String]
    package var fragmentPath: String
    package var dropInPaths: [String]
    package var aliases: [UnitName]
    /// By `CommandKind.rawValue`.
    package var commandLines: [[String]]
    package var outcomes: [DirectiveOutcome]
    package var diagnostics: [Diagnostic]
    package var properties: [CompiledUnit.Property]
    package var onFailure: [String]
    package var onSuccess: [String]

    init(_ unit: CompiledUnit) {
        documentation = unit.documentation
        fragmentPath = unit.fragmentPath
        dropInPaths = unit.dropInPaths
        aliases = unit.aliases
        commandLines = unit.commandLines
        outcomes = unit.outcomes
        diagnostics = unit.diagnostics
        properties = unit.properties
        onFailure = unit.onFailure
        onSuccess = unit.onSuccess
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(documentation)
        writer.write(fragmentPath)
        writer.write(dropInPaths)
        writer.write(aliases) { $0.write($1.text) }
        writer.write(commandLines) { $0.write($1) }
        writer.write(outcomes) { $1.encode(into: &$0) }
        writer.write(diagnostics) { $1.encode(into: &$0) }
        writer.write(properties) { writer, property in
            writer.write(property.name)
            writer.write(property.value)
        }
        writer.write(onFailure)
        writer.write(onSuccess)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        documentation = try reader.strings()
        fragmentPath = try reader.string()
        dropInPaths = try reader.strings()
        aliases = try reader.list { (reader) throws(WireError) in try reader.unitName() }
        let start = reader.offset
        commandLines = try reader.list { (reader) throws(WireError) in try reader.strings() }
        // Indexed by kind: a shorter list would be read past its end.
        guard commandLines.count == CommandKind.allCases.count else {
            throw WireError(.invalidValue, at: start)
        }
        outcomes = try reader.list(DirectiveOutcome.init(from:))
        diagnostics = try reader.list(Diagnostic.init(from:))
        properties = try reader.list { (reader) throws(WireError) in
            CompiledUnit.Property(name: try reader.string(), value: try reader.string())
        }
        onFailure = try reader.strings()
        onSuccess = try reader.strings()
    }
}
