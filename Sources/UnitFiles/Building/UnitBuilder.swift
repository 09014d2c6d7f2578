import ServiceModel

/// A unit's definition while its assignments are read, one after the other.
struct UnitBuilder {
    /// More findings than this about one unit help nobody.
    static let maximumDiagnostics = 1000
    /// What all values of a unit may come to with their specifiers replaced: no program could be given more.
    static let maximumText = 4 << 20
    /// How many units an end of this one may start.
    static let maximumTriggers = 256

    /// How much of a line a wrong value takes with it.
    enum Ignored: String {
        case word = "the word"
        case restOfLine = "the rest of the line"
        case line = "the line"
    }

    var definition: ServiceDefinition
    private(set) var diagnostics: [Diagnostic] = []
    let options: ReadingOptions
    let specifiers: Specifiers

    // Values that several directives decide together.
    var type = ServiceType.simple
    var hasType = false
    /// A file or a command was refused; that is an error already.
    var isIncomplete = false
    /// The present line has no effect; a finding says why.
    var isLineIgnored = false
    var hasStartTimeout = false
    var wanted: Set<String> = []
    var autoStart: Bool?
    var boundingSet: CapabilitySet?
    var inputData: [UInt8] = []
    var hasInputData = false
    var wantsInputData = false
    /// The CPUs of `CPUAffinity=` as steps: +1 where a range begins, -1 behind its end. Ranges without number
    /// cost no more than their text.
    var cpuSteps: [Int32]?
    /// Where each directive was last assigned, for what can be judged only at the end.
    var places: [String: SourceLocation] = [:]
    private var textLeft = UnitBuilder.maximumText
    private var isTextRefused = false
    /// The worst of the findings that were not listed.
    private var unlisted: Diagnostic.Severity?

    init(name: UnitName, fragment: String, options: ReadingOptions) {
        definition = ServiceDefinition(name: name)
        self.options = options
        specifiers = Specifiers(unit: name, fragment: fragment, values: options.specifiers)
        definition.isBestEffort = options.manager.isBestEffort
        definition.execution.limits = options.manager.defaultLimits
        definition.policy.timeoutStart = options.manager.defaultTimeoutStart
        definition.policy.timeoutStop = options.manager.defaultTimeoutStop
        definition.policy.restartDelay = options.manager.defaultRestartDelay
        definition.policy.startLimitInterval = options.manager.defaultStartLimitInterval
        definition.policy.startLimitBurst = options.manager.defaultStartLimitBurst
    }

    // MARK: findings

    mutating func report(_ severity: Diagnostic.Severity, _ location: SourceLocation?, _ message: String) {
        guard diagnostics.count < UnitBuilder.maximumDiagnostics else {
            if unlisted != .error { unlisted = severity }
            return
        }
        diagnostics.append(Diagnostic(severity, at: location, Printable.line(message)))
    }

    /// Whether as much was found as will be listed: looking for a better word is not worth its time any more.
    var isFull: Bool { diagnostics.count >= UnitBuilder.maximumDiagnostics }

    /// An error among those not listed still refuses the unit.
    mutating func closeFindings() {
        guard let unlisted else { return }
        let note = "there are more findings; these are the first \(UnitBuilder.maximumDiagnostics)"
        diagnostics.append(Diagnostic(unlisted == .error ? .error : .note, at: nil, note))
    }

    /// Findings about one file in the order of its lines, whatever step made them.
    mutating func sortFindings(from start: Int) {
        func place(_ finding: Diagnostic) -> (Int, Int) {
            (finding.location?.line ?? .max, finding.location?.column ?? .max)
        }
        diagnostics[start...].sort { place($0) < place($1) }
    }

    /// `; did you mean 'openat'?`, or nothing.
    func hint(for word: String, among known: some Sequence<String>) -> String {
        isFull ? "" : Suggestion.sentence(for: word, among: known)
    }

    mutating func append(_ findings: [Diagnostic]) {
        for finding in findings { report(finding.severity, finding.location, finding.message) }
    }

    /// A value that cannot be used. Where it would have restricted the service, the unit is refused:
    /// running it without would give it more than its author meant to.
    mutating func reject(
        _ directive: Directive,
        _ location: SourceLocation,
        _ message: String,
        leavingOut ignored: Ignored = .line
    ) {
        if ignored == .line { isLineIgnored = true }
        if directive.restrictsPrivilege, !options.isLenient {
            report(.error, location, message)
        } else {
            report(.warning, location, message + "; \(ignored.rawValue) is ignored")
        }
    }

    /// One word of a list that cannot be used; the others count.
    mutating func rejectWord(_ directive: Directive, _ location: SourceLocation, _ message: String) {
        reject(directive, location, message, leavingOut: .word)
    }

    /// A value that systemd leaves out and that the service cannot do without as written: refuses the unit,
    /// except in systemd's reading.
    mutating func refuse(_ location: SourceLocation, _ message: String) {
        if options.isLenient {
            report(.warning, location, message + "; the line is ignored")
        } else {
            report(.error, location, message)
        }
    }

    // MARK: reading values

    /// The value with its specifiers expanded, or nil after a finding.
    mutating func expanded(_ value: SourceValue, _ directive: Directive) -> String? {
        expandedBytes(value.bytes, value, 0, directive).flatMap { text($0, value.start, directive) }
    }

    /// What is no text, as escapes and instance names can make it, is not changed into one.
    private mutating func text(_ bytes: [UInt8], _ place: SourceLocation, _ directive: Directive) -> String? {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        reject(directive, place, "the value of \(directive.key)= is not UTF-8 text")
        return nil
    }

    mutating func expand(_ bytes: [UInt8], unknown: inout Specifiers.Failure?) throws(Specifiers.Failure)
        -> [UInt8]
    {
        let expanded = try specifiers.expand(bytes, limit: textLeft, unknown: &unknown)
        textLeft -= expanded.count
        return expanded
    }

    mutating func expandedBytes(
        _ bytes: [UInt8],
        _ value: SourceValue,
        _ offset: Int,
        _ directive: Directive
    ) -> [UInt8]? {
        do {
            var unknown: Specifiers.Failure?
            let expanded = try expand(bytes, unknown: &unknown)
            if let unknown, directive.restrictsPrivilege, !options.isLenient {
                report(.error, value.location(at: offset + unknown.offset), unknown.message)
                return nil
            }
            noteKept(unknown, value, offset)
            return expanded
        } catch {
            let place = value.location(at: offset + error.offset)
            if error.refusesUnit {
                refuseText(place, error.message)
            } else {
                reject(directive, place, error.message)
            }
            return nil
        }
    }

    /// Once: what follows is no news.
    private mutating func refuseText(_ place: SourceLocation, _ message: String) {
        if !isTextRefused { report(.error, place, message) }
        isTextRefused = true
    }

    /// What stands in a value like a specifier and is none.
    mutating func noteKept(_ unknown: Specifiers.Failure?, _ value: SourceValue, _ offset: Int) {
        guard let unknown else { return }
        let place = value.location(at: offset + unknown.offset)
        report(.warning, place, unknown.message + "; it is kept as it is written")
    }

    /// The words of a value, quotes and escapes resolved. As under systemd, those before one that cannot be read
    /// count and the rest of the line does not.
    /// `start` leaves out a mark such as `~` that stands before them.
    mutating func words(_ value: SourceValue, _ directive: Directive, skipping start: Int = 0) -> [Word]? {
        switch WordSplitter.words(value.bytes, from: start) {
        case .success(let words): return words
        case .failure(let failure):
            let place = value.location(at: failure.problem.offset)
            let rest: Ignored = failure.before.isEmpty ? .line : .restOfLine
            reject(directive, place, failure.problem.message, leavingOut: rest)
            // No word is not an empty value, which would reset a list.
            return failure.before.isEmpty ? nil : failure.before
        }
    }

    /// The words with their specifiers expanded, without those whose specifiers have no value here.
    mutating func expandedWords(_ value: SourceValue, _ directive: Directive) -> [(text: String, word: Word)]?
    {
        guard let words = words(value, directive) else { return nil }
        var result: [(String, Word)] = []
        for word in words {
            guard let bytes = expandedBytes(word.bytes, value, word.offset, directive) else { continue }
            guard let text = text(bytes, value.location(at: word.offset), directive) else { continue }
            result.append((text, word))
        }
        return result
    }
}
