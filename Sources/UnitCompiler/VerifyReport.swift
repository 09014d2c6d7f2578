import ServiceModel
import UnitSet

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
    private static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{fffd}" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    var json: String {
        "[" + lines.map(VerifyReport.object).joined(separator: ",\n ") + "]\n"
    }

    private static func object(_ line: Line) -> String {
        var members = ["\"severity\": \(string(word(line.finding.severity)))"]
        if let unit = line.unit { members.append("\"unit\": \(string(unit))") }
        if let place = line.finding.location {
            members.append("\"file\": \(string(place.file))")
            members.append("\"line\": \(place.line), \"column\": \(place.column)")
        }
        members.append("\"message\": \(string(line.finding.message))")
        return "{" + members.joined(separator: ", ") + "}"
    }

    private static func word(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }

    private static func string(_ text: String) -> String {
        var escaped = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: escaped += "\\\""
            case 0x5c: escaped += "\\\\"
            case 0..<0x20, 0x7f, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }
}
