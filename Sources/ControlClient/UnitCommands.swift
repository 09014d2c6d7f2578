import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// show, cat and reset-failed.
struct UnitCommands {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "show",
            operands: "UNIT...",
            summary: "properties under systemd's names",
            completion: .units,
            options: [
                CommandOption(["-p", "--property"], "NAME,...", "only these, in this order"),
                CommandOption(["--value"], nil, "the values without the names"),
            ]
        ) { session, words in try UnitCommands(session: session).show(words) },
        CommandDescription(
            name: "cat",
            operands: "UNIT...",
            summary: "the units' files with their drop-ins",
            completion: .units
        ) { session, words in try UnitCommands(session: session).cat(words) },
        CommandDescription(
            name: "reset-failed",
            operands: "[UNIT...]",
            summary: "forgets failures and start limits, of every unit unless told",
            completion: .units
        ) { session, words in try UnitCommands(session: session).resetFailed(words) },
    ]

    let session: ClientSession

    /// The units meant, by their full names.
    private func units(_ words: CommandWords, _ command: String) throws -> [String] {
        guard !words.operands.isEmpty else { throw CommandFailure.usage(command, "a unit is needed") }
        guard words.operands.count > 1 || UnitPattern.isWide(words.operands[0]) else { return words.operands }
        let (units, unmatched) = try session.names(of: words.operands)
        // `show` has something to say of those too.
        if command == "show" { return units + unmatched.filter { !UnitPattern.isWide($0) } }
        if let missing = unmatched.first { throw FailureText.noSuchUnit(missing, ExitCode.unreachable) }
        if units.isEmpty { session.output.problem("no unit matches") }
        return units
    }

    // MARK: show

    private func show(_ words: CommandWords) throws -> Int32 {
        let wanted = words.values("--property").flatMap { $0.fields(at: ",").map(String.init) }
        var shown: [(unit: String, properties: [UnitProperty])] = []
        for unit in try units(words, "show") {
            // It tells the name in full.
            let isIdWanted = wanted.isEmpty || wanted.contains("Id")
            let properties = try properties(of: unit, isIdWanted ? wanted : wanted + ["Id"])
            let id = properties.first { $0.name == "Id" }?.value
            shown.append((id ?? unit, isIdWanted ? properties : properties.filter { $0.name != "Id" }))
        }
        session.output.document { UnitCommands.write(shown, into: &$0) }
        for (index, one) in shown.enumerated() {
            if index > 0 { session.output.line("") }
            for property in one.properties {
                session.output.line(
                    words.has("--value") ? property.value : "\(property.name)=\(property.value)"
                )
            }
        }
        return ExitCode.success
    }

    /// A unit that does not exist has some too, as with systemctl.
    private func properties(of unit: String, _ names: [String]) throws -> [UnitProperty] {
        do {
            return try UnitProperties(try session.ask(.properties(unit: unit, names: names))).properties
        } catch DaemonLink.Failure.refused(.noSuchUnit) {
            let name = UnitName(unit)?.text ?? unit + ".service"
            let all = [
                ("Id", name), ("Names", name), ("Description", name), ("LoadState", "not-found"),
                ("ActiveState", "inactive"), ("SubState", "dead"), ("CanStart", "no"), ("CanStop", "no"),
                ("CanReload", "no"), ("MainPID", "0"), ("FragmentPath", ""), ("UnitFileState", ""),
            ].map { UnitProperty(name: $0.0, value: $0.1) }
            return names.isEmpty ? all : names.flatMap { name in all.filter { $0.name == name } }
        }
    }

    private static func write(
        _ shown: [(unit: String, properties: [UnitProperty])],
        into writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("units", shown) { writer, one in
                writer.object { writer in
                    writer.field("unit", one.unit)
                    writer.field(
                        "properties",
                        object: { writer in
                            for property in one.properties {
                                writer.name(property.name)
                                writer.value(property.value)
                            }
                        }
                    )
                }
            }
        }
    }

    // MARK: cat

    /// Read with the caller's rights, not the daemon's.
    private func cat(_ words: CommandWords) throws -> Int32 {
        var files: [(path: String, text: [UInt8])] = []
        for unit in try units(words, "cat") {
            let paths = try UnitPaths(try session.ask(.unitFiles(unit: unit)))
            for path in [paths.fragmentPath] + paths.dropInPaths where !path.isEmpty {
                do {
                    files.append((path, try StateFile.contents(path, upTo: 1 << 20)))
                } catch {
                    throw CommandFailure(
                        ExitCode.generic,
                        "unreadable",
                        "ERROR: \(path): \(ErrorName.text(error.errno))"
                    )
                }
            }
        }
        session.output.document { UnitCommands.write(files, into: &$0) }
        for (index, file) in files.enumerated() {
            if index > 0 { session.output.line("") }
            session.output.line("# \(file.path)")
            var lines = String(decoding: file.text, as: UTF8.self).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            if lines.last?.isEmpty == true { lines.removeLast() }
            for line in lines { session.output.line(String(line)) }
        }
        return ExitCode.success
    }

    private static func write(_ files: [(path: String, text: [UInt8])], into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("files", files) { writer, file in
                writer.object { writer in
                    writer.field("path", file.path)
                    writer.field("text", String(decoding: file.text, as: UTF8.self))
                }
            }
        }
    }

    // MARK: reset-failed

    private func resetFailed(_ words: CommandWords) throws -> Int32 {
        let isEverything = words.operands.isEmpty || words.operands == ["all"]
        let results = try UnitResults(
            try session.tell(.resetFailed(units: isEverything ? ["all"] : words.operands))
        ).results
        // That nothing was wrong with a unit nobody named is no news.
        return isEverything ? ExitCode.success : session.output.results(results, done: "reset")
    }
}
