package import ServiceModel

extension UnitFileReader {
    /// The `[Manager]` section of `supervisord.conf`. A setting that cannot be read keeps its default, and
    /// is an error: who may steer the supervisor must not depend on a typing mistake.
    package static func readManager(texts: [UnitText]) -> (
        settings: ManagerSettings, diagnostics: [Diagnostic]
    ) {
        var settings = ManagerSettings()
        var findings: [Diagnostic] = []
        for text in texts {
            let scan = LineScanner.scan(text)
            findings += scan.diagnostics + misplaced(scan)
            for assignment in scan.assignments where assignment.section == Directive.Section.manager.rawValue
            {
                guard let problem = settings.set(assignment.key, assignment.value.text) else { continue }
                findings.append(finding(.error, assignment.keyLocation, problem))
            }
        }
        return (settings, listed(findings))
    }

    private static func misplaced(_ scan: LineScanner) -> [Diagnostic] {
        let own = Directive.Section.manager.rawValue
        let headings = scan.headings.filter { $0.name != own && !$0.name.begins(with: "X-") }.map {
            // What follows [Manger] was meant to be settings.
            let isMeant = Suggestion.nearest(to: $0.name, among: [own]) != nil
            let text = "unknown section '[\($0.name)]'; settings stand in [\(own)]"
            return finding(isMeant ? .error : .warning, $0.location, text)
        }
        let strays = scan.strays.map { finding(.error, $0.location, "this line is no setting: '\($0.text)'") }
        let headless = scan.assignments.filter(\.section.isEmpty).map {
            finding(.error, $0.keyLocation, "'\($0.key)=' stands before the heading [\(own)]")
        }
        return headings + strays + headless
    }

    private static func finding(
        _ severity: Diagnostic.Severity,
        _ location: SourceLocation,
        _ text: String
    ) -> Diagnostic {
        Diagnostic(severity, at: location, Printable.line(text))
    }

    /// As many as help anybody; there being more is a mistake of its own.
    private static func listed(_ findings: [Diagnostic]) -> [Diagnostic] {
        let limit = UnitBuilder.maximumDiagnostics
        guard findings.count > limit else { return findings }
        let rest = "there are more findings; these are the first \(limit)"
        return findings.prefix(limit) + [Diagnostic(.error, at: nil, rest)]
    }
}

extension ManagerSettings {
    /// Returns a sentence when the setting cannot be used.
    fileprivate mutating func set(_ key: String, _ text: String) -> String? {
        func wrong(_ what: String) -> String { "\(key)= takes \(what), not '\(text)'" }
        switch key {
        case "OperatorGroup", "ViewerGroup":
            guard let group = text.isEmpty ? .some(nil) : AccountText.parse(text).map(Optional.some) else {
                return wrong("a group")
            }
            if key == "OperatorGroup" { operatorGroup = group } else { viewerGroup = group }
        case "Enforcement":
            guard text == "strict" || text == "best-effort" else { return wrong("'strict' or 'best-effort'") }
            isBestEffort = text == "best-effort"
        case "DefaultTimeoutStartSec", "DefaultTimeoutStopSec", "DefaultRestartSec",
            "DefaultStartLimitIntervalSec":
            guard let span = TimeSpanText.parse(text) else { return wrong("a time span") }
            set(key, span)
        case "DefaultStartLimitBurst":
            guard let burst: UInt32 = NumberText.unsigned(text) else { return wrong("a number") }
            defaultStartLimitBurst = burst
        case "JournalMaxSize":
            guard let size = NumberText.size(text), size >= 65536 else {
                return wrong("a size of 64K or more")
            }
            journalMaximumSize = size
        case "WarmHelpers":
            guard let count: UInt16 = NumberText.unsigned(text), count <= 1024 else {
                return wrong("a number up to 1024")
            }
            warmHelpers = count
        case "DefaultEnvironment": return setEnvironment(text)
        default: return setLimit(key, text)
        }
        return nil
    }

    private mutating func set(_ key: String, _ span: TimeSpan) {
        let orInfinite = span == .zero ? TimeSpan.infinity : span
        switch key {
        case "DefaultTimeoutStartSec": defaultTimeoutStart = orInfinite
        case "DefaultTimeoutStopSec": defaultTimeoutStop = orInfinite
        case "DefaultRestartSec": defaultRestartDelay = span
        default: defaultStartLimitInterval = span
        }
    }

    private mutating func setEnvironment(_ text: String) -> String? {
        guard case .success(let words) = WordSplitter.words(Array(text.utf8)) else {
            return "a quote is never closed"
        }
        for word in words {
            let (name, value) = VariableName.split(word.text)
            guard let value, VariableName.isValid(name) else { return "'\(word.text)' is not NAME=value" }
            defaultEnvironment.append(.init(name: name, value: value))
        }
        return nil
    }

    private mutating func setLimit(_ key: String, _ text: String) -> String? {
        let kinds = ResourceLimit.Kind.allCases
        guard let kind = kinds.first(where: { "DefaultLimit" + $0.directiveSuffix == key }) else {
            let known =
                DirectiveTable.keys(in: .manager).map(\.key)
                + kinds.map { "DefaultLimit" + $0.directiveSuffix }
            return "unknown key '\(key)=' in [Manager]" + Suggestion.sentence(for: key, among: known)
        }
        guard let limit = LimitText.parse(text, kind) else { return "\(key)= takes a limit, not '\(text)'" }
        defaultLimits = defaultLimits.filter { $0.kind != kind } + [limit]
        return nil
    }
}
