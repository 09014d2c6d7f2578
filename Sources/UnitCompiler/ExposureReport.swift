import SandboxPolicy
import ServiceModel
import Wire

/// The exposure of units, for people or for programs.
struct ExposureReport {
    private let units: [UnitExposure]
    private let problems: [Diagnostic]
    private let isDetailed: Bool

    /// In the order asked for when detailed; as a list the most exposed first.
    init(_ units: [UnitExposure], problems: [Diagnostic], isDetailed: Bool) {
        func key(_ unit: UnitExposure) -> (Int, Int, String) {
            (-(unit.exposure?.effective ?? 0), -(unit.exposure?.declared ?? 0), unit.name)
        }
        self.units = isDetailed ? units : units.sorted { key($0) < key($1) }
        self.problems = problems
        self.isDetailed = isDetailed
    }

    /// Something that was asked about has no score.
    var hasFailed: Bool {
        !problems.isEmpty || (isDetailed && units.contains { $0.exposure == nil })
    }

    func exceeds(_ threshold: Int) -> Bool {
        units.contains { $0.exposure.map { $0.declared > threshold } ?? false }
    }

    /// For standard error.
    var complaints: String {
        let lines =
            problems.map { "Error: " + $0.message }
            + units.compactMap { unit in
                unit.problem.map { "\(unit.exposure == nil ? "Error" : "Note"): \(unit.name) \($0)" }
            }
        return lines.map { VerifyReport.harmless($0) + "\n" }.joined()
    }

    var text: String {
        let scored = units.compactMap { unit in unit.exposure.map { (unit.name, $0) } }
        if isDetailed {
            return scored.map { ExposureReport.table($0.0, $0.1) }.joined(separator: "\n")
        }
        let cells = scored.map { name, exposure in
            [
                name, ExposureReport.number(exposure.declared), ExposureReport.number(exposure.effective),
                exposure.effectiveLevel.rawValue,
            ]
        }
        return cells.isEmpty
            ? "" : ExposureReport.columns([["UNIT", "EXPOSURE", "EFFECTIVE", "LEVEL"]] + cells)
    }

    private static func table(_ name: String, _ exposure: Exposure) -> String {
        let rows = exposure.rows.map { row in
            [
                mark(row), row.name, row.text, exposure.share(row).map(number) ?? "",
                exposure.effectiveShare(row).map(number) ?? "", row.enforcement.map(word) ?? "",
            ]
        }
        return columns([["", "NAME", "DESCRIPTION", "EXPOSURE", "EFFECTIVE", "HERE"]] + rows)
            + """

            → Overall exposure level for \(name): \(number(exposure.declared)) \(exposure.level.rawValue)
            → Effective, counting what is enforced here: \(number(exposure.effective)) \
            \(exposure.effectiveLevel.rawValue)

            """
    }

    private static func mark(_ row: ExposureRow) -> String {
        guard let badness = row.effectiveBadness else { return " " }
        return badness == 0 ? "✓" : "✗"
    }

    private static func number(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

    private static func word(_ enforcement: Enforcement) -> String {
        switch enforcement {
        case .enforced(let mechanism): mechanism
        case .emulated(let mechanism, let gap): VerifyReport.harmless("in part by \(mechanism): \(gap)")
        case .refused(let reason): VerifyReport.harmless("refused: \(reason)")
        case .notEnforcedYet: "not enforced yet"
        case .notSupported: "not supported"
        }
    }

    private static func columns(_ lines: [[String]]) -> String {
        let count = lines.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            lines.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { line in
            var text = ""
            for (cell, width) in zip(line, widths) {
                text += cell + String(repeating: " ", count: width - cell.count + 1)
            }
            while text.ends(with: " ") { text.removeLast() }
            return text + "\n"
        }.joined()
    }

    /// One array, ended by a line feed.
    var json: [UInt8] {
        var writer = JSONWriter(reserving: 1 << 14)
        let failures = problems.map {
            (name: String?.none, message: $0.message, exposure: Exposure?.none)
        }
        let all = failures + units.map { (name: $0.name, message: $0.problem ?? "", exposure: $0.exposure) }
        writer.array(all) { writer, entry in
            writer.object { object in
                object.field("unit", optional: entry.name)
                if !entry.message.isEmpty {
                    object.field(entry.exposure == nil ? "error" : "note", entry.message)
                }
                if let exposure = entry.exposure {
                    ExposureReport.write(exposure, withRows: isDetailed, to: &object)
                }
            }
        }
        writer.terminate(UInt8(ascii: "\n"))
        return writer.bytes
    }

    /// Scores in tenths, as `--threshold` takes them.
    private static func write(_ exposure: Exposure, withRows: Bool, to object: inout JSONWriter) {
        object.field("exposure", exposure.declared)
        object.field("level", exposure.level.rawValue)
        object.field("effective", exposure.effective)
        object.field("effectiveLevel", exposure.effectiveLevel.rawValue)
        guard withRows else { return }
        object.field("rows", exposure.rows) { writer, row in
            writer.object { object in
                object.field("name", row.name)
                object.field("description", row.text)
                object.field("remedy", row.remedy)
                object.field("weight", row.weight)
                object.field("range", row.range)
                object.field("badness", optional: row.badness)
                object.field("effectiveBadness", optional: row.effectiveBadness)
                object.field("here", optional: row.enforcement.map(word))
            }
        }
    }
}
