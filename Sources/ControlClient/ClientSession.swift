import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// One command being carried out.
struct ClientSession {
    let options: ClientOptions
    let output: Output

    private func ask(_ request: Request) throws -> JSONValue {
        // A job may take as long as its unit's timeouts say; the daemon ends it.
        let link = try DaemonLink(options.control, timeout: 0)
        let value = try link.ask(request)
        if options.isJSON {
            var writer = JSONWriter(reserving: 4096)
            writer.value(value)
            output.raw(writer.bytes + [UInt8(ascii: "\n")])
        }
        return value
    }

    mutating func carryOut(_ command: String, _ words: [String]) throws -> Int32 {
        switch command {
        case "status": return try status(words)
        case "start", "stop", "restart", "reload": return try change(command, words)
        case "signal": return try signal(words)
        case "kill": return try kill(words)
        case "pid": return try pid(words)
        case "show": return try show(words)
        case "cat": return try cat(words)
        case "list-units": return try listUnits(words)
        case "history": return try history(words)
        case "reset-failed": return try report(try ask(.resetFailed(units: words)), done: "reset")
        case "daemon-reload": return try daemonReload()
        case "shutdown":
            _ = try ask(.shutdown)
            say("Shut down")
            return ExitCode.success
        case "version": return try version()
        case "verify":
            output.problem(
                "Error: run 'supervisor-load --verify' for this; 'verify' is not available in this version of supervisorctl"
            )
            return ExitCode.unimplemented
        case "help", "?":
            output.raw(Array(ClientProgram.usage.utf8))
            return ExitCode.success
        case "tail", "maintail", "fg", "clear", "avail", "reread", "update", "add", "remove", "open":
            output.problem("Error: '\(command)' is not available in this version")
            return ExitCode.unimplemented
        default:
            output.problem("*** Unknown syntax: \(command)")
            return ExitCode.generic
        }
    }

    private func say(_ line: String) {
        if !options.isJSON { output.line(line) }
    }

    // MARK: looking

    private func status(_ words: [String]) throws -> Int32 {
        if words.count == 1, words[0] != "all", !words[0].contains(where: { "*?[".contains($0) }) {
            return try statusOfOne(words[0])
        }
        let list = try UnitList(try ask(.listUnits(patterns: words, all: true)))
        for name in list.unmatched { say("\(name): ERROR (no such process)") }
        let width = StatusRow.width(list.units)
        for unit in list.units { say(StatusRow.text(unit, width: width)) }
        if !list.unmatched.isEmpty { return ExitCode.unreachable }
        return list.units.allSatisfy(isUp) ? ExitCode.success : ExitCode.unimplemented
    }

    private func isUp(_ unit: UnitSummary) -> Bool {
        switch unit.state {
        case .running, .starting, .backoff, .stopping: true
        case .stopped, .exited, .fatal, .unknown: false
        }
    }

    private func statusOfOne(_ name: String) throws -> Int32 {
        let status: UnitStatus
        do {
            status = try UnitReply(try ask(.getUnit(name: name))).unit
        } catch DaemonLink.Failure.refused(.noSuchUnit) {
            say("\(name): ERROR (no such process)")
            return ExitCode.unreachable
        }
        say(StatusRow.text(status.summary, width: StatusRow.width([status.summary])))
        for line in UnitReport.lines(status) { say(line) }
        return isUp(status.summary) ? ExitCode.success : ExitCode.unimplemented
    }

    private func listUnits(_ words: [String]) throws -> Int32 {
        let list = try UnitList(try ask(.listUnits(patterns: words, all: true)))
        let width = StatusRow.width(list.units)
        func row(_ cells: [String]) -> String {
            let widths = [width + 8, 12, 14, 14, 0]
            return zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
                .joined()
        }
        say(row(["UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"]))
        for unit in list.units {
            say(row([unit.name, unit.loadState, unit.activeState, unit.subState, unit.description]))
        }
        return ExitCode.success
    }

    private func pid(_ words: [String]) throws -> Int32 {
        guard !words.isEmpty else {
            say("\(try DaemonVersion(try ask(.version)).pid)")
            return ExitCode.success
        }
        let list = try UnitList(try ask(.listUnits(patterns: words, all: true)))
        for name in list.unmatched { say("No such process \(name)") }
        for unit in list.units { say("\(unit.pid ?? 0)") }
        if !list.unmatched.isEmpty { return ExitCode.generic }
        return words == ["all"] || list.units.allSatisfy { $0.pid != nil }
            ? ExitCode.success : ExitCode.notRunning
    }

    private func show(_ words: [String]) throws -> Int32 {
        var names: [String] = []
        var isValueOnly = false
        var units: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "-p", "--property": names += (rest.popFirst() ?? "").split(separator: ",").map(String.init)
            case "--value": isValueOnly = true
            default: units.append(word)
            }
        }
        guard let unit = units.first, units.count == 1 else { return usageError("show takes one unit") }
        for property in try UnitProperties(try ask(.properties(unit: unit, names: names))).properties {
            say(isValueOnly ? property.value : "\(property.name)=\(property.value)")
        }
        return ExitCode.success
    }

    private func cat(_ words: [String]) throws -> Int32 {
        guard let unit = words.first, words.count == 1 else { return usageError("cat takes one unit") }
        let paths = try UnitPaths(try ask(.unitFiles(unit: unit)))
        for path in [paths.fragmentPath] + paths.dropInPaths where !path.isEmpty {
            say("# \(path)")
            let text = String(decoding: try StateFile.contents(path, upTo: 1 << 20), as: UTF8.self)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) { say(String(line)) }
        }
        return ExitCode.success
    }

    private func history(_ words: [String]) throws -> Int32 {
        let names = words.filter { !$0.hasPrefix("-") }
        guard names.count <= 1 else { return usageError("history takes one unit or none") }
        let query = HistoryQuery(unit: names.first, failedOnly: words.contains("--failed"), limit: 1000)
        for record in try ExitHistory(try ask(.history(query))).records {
            let when = LocalTime.text(record.endedAt.microseconds, "%Y-%m-%d %H:%M:%S %z")
            var line =
                "\(when)  \(record.unit)  \(record.command.directive)  pid \(record.pid)  \(UnitReport.ends(record.status))"
            if let step = record.failedStep { line += " at launch step '\(step)'" }
            line += "  (\(record.result.word))"
            if let asker = record.requestedBy { line += "  asked for by \(asker)" }
            say(line)
        }
        return ExitCode.success
    }

    private func version() throws -> Int32 {
        let version = try DaemonVersion(try ask(.version))
        say(version.version)
        for sentence in version.unavailable { output.problem(sentence) }
        return ExitCode.success
    }

    // MARK: changing

    private func change(_ verb: String, _ words: [String]) throws -> Int32 {
        let units = words.filter { !$0.hasPrefix("--") }
        if verb == "reload", units.isEmpty {
            output.problem(
                "Error: re-executing the daemon is not available in this version; 'reload UNIT' reloads a unit"
            )
            return ExitCode.unimplemented
        }
        guard !units.isEmpty else {
            output.problem("Error: \(verb) requires a process name")
            return verb == "start" ? ExitCode.invalidArguments : ExitCode.generic
        }
        let command = UnitCommand(
            units: units,
            wait: !words.contains("--no-wait"),
            ignoresDependencies: words.contains("--ignore-dependencies")
        )
        switch verb {
        case "start": return try report(try ask(.start(command)), done: "started")
        case "stop": return try report(try ask(.stop(command)), done: "stopped")
        case "reload": return try report(try ask(.reload(command)), done: "reloaded")
        default: return try restarted(try UnitResults(try ask(.restart(command))).results)
        }
    }

    /// All stops first, then all starts, as Supervisor tells a restart.
    private func restarted(_ results: [UnitResult]) throws -> Int32 {
        for result in results where result.outcome != .noSuchUnit {
            say(
                "\(StatusRow.displayName(result.unit)): "
                    + (result.wasActive ? "stopped" : "ERROR (not running)")
            )
        }
        return tell(results, done: "started")
    }

    private func signal(_ words: [String]) throws -> Int32 {
        guard words.count >= 2 else {
            output.problem("Error: signal requires a signal name and a process name")
            return ExitCode.generic
        }
        guard let signal = Signal(text: words[0].uppercased()) else {
            for name in words.dropFirst() { say("\(name): ERROR (bad signal name)") }
            return ExitCode.generic
        }
        let command = SignalCommand(units: Array(words.dropFirst()), signal: signal)
        return try report(try ask(.signal(command)), done: "signalled")
    }

    private func kill(_ words: [String]) throws -> Int32 {
        var signal = Signal.terminate
        var units: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word == "-s" || word == "--signal" else {
                units.append(word)
                continue
            }
            guard let named = rest.popFirst().flatMap({ Signal(text: $0.uppercased()) }) else {
                return usageError("bad signal name")
            }
            signal = named
        }
        guard !units.isEmpty else { return usageError("kill requires a unit") }
        return try report(
            try ask(.signal(SignalCommand(units: units, signal: signal, target: .all))),
            done: "signalled"
        )
    }

    private func daemonReload() throws -> Int32 {
        let report = try ReloadReport(try ask(.reloadDaemon))
        for name in report.added { say("\(StatusRow.displayName(name)): available") }
        for name in report.changed { say("\(StatusRow.displayName(name)): changed") }
        for name in report.removed { say("\(StatusRow.displayName(name)): disappeared") }
        if report.added.isEmpty, report.changed.isEmpty, report.removed.isEmpty {
            say("No config updates to processes")
        }
        for finding in report.diagnostics where finding.severity != .note {
            output.problem(finding.description)
        }
        return ExitCode.success
    }

    // MARK: results

    private func report(_ value: JSONValue, done: String) throws -> Int32 {
        tell(try UnitResults(value).results, done: done)
    }

    /// The last result that is neither done nor without need decides, as Supervisor has it.
    private func tell(_ results: [UnitResult], done: String) -> Int32 {
        var code = ExitCode.success
        for result in results {
            let (text, failure) = words(for: result, done: done)
            say("\(StatusRow.displayName(result.unit)): \(text)")
            if let failure { code = failure }
            if !result.message.isEmpty { output.problem("  \(result.message)") }
        }
        return code
    }

    private func words(for result: UnitResult, done: String) -> (String, Int32?) {
        switch result.outcome {
        case .done, .queued, .skipped:
            (result.outcome == .skipped ? "skipped (a condition said no)" : done, nil)
        case .alreadyDone: done == "started" ? ("ERROR (already started)", nil) : ("ERROR (not running)", nil)
        case .noSuchUnit: ("ERROR (no such process)", ExitCode.generic)
        case .notApplicable: ("ERROR (not running)", ExitCode.notRunning)
        case .failed:
            (
                result.failedStep == nil ? "ERROR (abnormal termination)" : "ERROR (spawn error)",
                ExitCode.notRunning
            )
        case .cancelled: ("ERROR (cancelled)", ExitCode.generic)
        case .refused: ("ERROR (refused)", ExitCode.generic)
        case .masked: ("ERROR (masked)", ExitCode.generic)
        }
    }

    private func usageError(_ text: String) -> Int32 {
        output.problem("Error: \(text)")
        return ExitCode.invalidArguments
    }

    func explain(_ error: any Error, command: String) -> Int32 {
        switch error {
        case DaemonLink.Failure.unreachable(let text):
            output.problem("Error: \(text)")
            return ExitCode.unreachable
        case DaemonLink.Failure.refused(.permissionDenied(let role)):
            output.problem("Error: permission denied: '\(command)' is for who may \(role.word) units here")
            return ExitCode.unreachable
        case DaemonLink.Failure.refused(.noSuchUnit(let unit)):
            output.problem("\(unit): ERROR (no such process)")
            return ExitCode.unreachable
        case DaemonLink.Failure.refused(.failed(let message)): output.problem("ERROR: \(message)")
        case DaemonLink.Failure.refused(let other): output.problem("ERROR: \(other.name)")
        case DaemonLink.Failure.broken(let text): output.problem("ERROR: \(text)")
        default: output.problem("ERROR: \(error)")
        }
        return ExitCode.generic
    }
}
