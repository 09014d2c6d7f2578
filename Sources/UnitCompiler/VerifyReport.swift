import ServiceModel
import UnitSet
import Wire

/// The findings of a whole set, for people or for programs.
struct VerifyReport {
    private struct Line {
        /// Nil for a finding about the settings or the search path.
        let unit: String?
        let finding: Diagnostic
    }

    private let lines: [Line]

    init(_ set: CompiledSet) {
        lines =
            set.managerDiagnostics.map { Line(unit: nil, finding: $0) }
            + set.units.flatMap { unit in unit.diagnostics.map { Line(unit: unit.name.text, finding: $0) } }
    }

    var hasErrors: Bool { lines.contains { $0.finding.severity == .error } }

    /// `file:line:column: severity: message`, one a line.
    var text: String {
        lines.map { line in
            // Without a place in a file the unit says where.
            let prefix = line.finding.location == nil ? line.unit.map { $0 + ": " } ?? "" : ""
            return VerifyReport.harmless(prefix + line.finding.description) + "\n"
        }.joined()
    }

    /// Findings quote what files say, and a file must not steer the terminal of who checks it.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{fffd}" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    /// One array, ended by a line feed.
    var json: [UInt8] {
        var writer = JSONWriter(reserving: 4096)
        writer.array(lines, VerifyReport.write)
        writer.terminate(UInt8(ascii: "\n"))
        return writer.bytes
    }

    private static func write(_ writer: inout JSONWriter, _ line: Line) {
        writer.object { object in
            object.field("severity", word(line.finding.severity))
            object.field("unit", optional: line.unit)
            if let place = line.finding.location {
                object.field("file", place.file)
                object.field("line", place.line)
                object.field("column", place.column)
            }
            object.field("message", line.finding.message)
        }
    }

    private static func word(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }
}
