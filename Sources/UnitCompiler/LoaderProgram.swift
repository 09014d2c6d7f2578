import LinuxSystem
import SandboxPolicy
import ServiceModel
import UnitSet

/// `supervisor-load`: reads everything, gives its privilege up, and only then looks at what it read.
struct LoaderProgram {
    private static let usageError: Int32 = 2

    private let options: LoaderOptions
    private let facts: HostFacts
    private let places: LoaderPlaces

    static func run(_ arguments: [String]) -> Int32 {
        switch LoaderOptions.parse(arguments) {
        case .help: return say(LoaderOptions.usage, status: 0)
        case .version: return say("supervisor-load \(Version.current)\n", status: 0)
        case .unusable(let problem):
            return complain("\(problem)\nTry 'supervisor-load --help'.", status: usageError)
        case .run(let options):
            let program = LoaderProgram(options)
            if options.judgesExposure { return program.judgeExposure() }
            return options.verifies ? program.verify() : program.load()
        }
    }

    private init(_ options: LoaderOptions) {
        self.options = options
        var facts = HostFacts.gather()
        // Which cgroup units get is the supervisor's affair. Without one, any is assumed.
        if !options.verifies {
            facts.features.controlGroup = options.controlGroup
            facts.features.controllers = Set(options.controllers)
        }
        self.facts = facts
        let environment = Dictionary(
            OwnProcess.environment.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        places = LoaderPlaces(
            options,
            isRoot: facts.features.user == 0 || options.verifiesForRoot,
            home: environment["HOME"] ?? facts.home,
            environment: { environment[$0] }
        )
    }

    // MARK: For the daemon

    private func load() -> Int32 {
        let descriptor = options.outputDescriptor
        guard FileDescriptor.isOpen(descriptor) else {
            let message =
                "descriptor \(descriptor) is not open; supervisord runs this program, people run it with --verify"
            return LoaderProgram.complain(message, status: LoaderProgram.usageError)
        }
        do throws(SystemError) {
            let findings = scan(options.instances + (try takeInstances(from: descriptor)))
            let set = try compile(findings, for: facts)
            try ProgramOutput.write(set.encoded(), to: descriptor)
            return 0
        } catch {
            return LoaderProgram.complain("\(error)", status: 1)
        }
    }

    private func takeInstances(from descriptor: Int32) throws(SystemError) -> [String] {
        guard options.readsInstances else { return [] }
        let file = FileDescriptor(owning: descriptor)
        let bytes = try file.read(at: 0, count: Int(try file.size()))
        try file.truncate(to: 0)
        _ = file.release()
        return String(decoding: bytes, as: UTF8.self).fields(at: "\n").map(String.init)
    }

    private func scan(_ instances: [String]) -> ScanFindings {
        var request = scanRequest()
        var unnamed: [Diagnostic] = []
        for text in instances {
            if let name = LoaderProgram.unitName(text) {
                request.instances.append(name)
            } else {
                unnamed.append(Diagnostic(.error, at: nil, "'\(text)' is not a valid unit name"))
            }
        }
        if options.loadsOnlyInstances { request.only = Set(request.instances) }
        var findings = UnitScanner.scan(request)
        findings.diagnostics += unnamed
        return findings
    }

    private func compile(_ findings: ScanFindings, for facts: HostFacts) throws(SystemError) -> CompiledSet {
        let settings = SettingsFile.read(
            places.configuration,
            mustExist: options.configuration != nil,
            trust: trust,
            isLenient: options.isLenient
        )
        try LoaderConfinement.enter()
        let compiler = SetCompiler(facts: facts, places: places, isLenient: options.isLenient)
        return compiler.compile(findings, settings: settings)
    }

    private var trust: TrustPolicy { TrustPolicy(user: facts.features.user, group: facts.features.group) }

    private func scanRequest() -> ScanRequest {
        var request = ScanRequest(paths: places.unitPaths, trust: trust)
        request.root = options.root
        request.isLenient = options.isLenient
        return request
    }

    // MARK: For people

    private func verify() -> Int32 {
        var targets = VerifyTargets(scanRequest())
        for operand in options.operands { targets.add(operand) }
        do throws(SystemError) {
            let report = VerifyReport(try compile(targets.scan(), for: verifiedHost))
            try ProgramOutput.write(options.isJSON ? report.json : Array(report.text.utf8), to: 1)
            return report.hasErrors ? 1 : 0
        } catch {
            return LoaderProgram.complain("\(error)", status: 1)
        }
    }

    /// Reads as `--verify` does, and as leniently as systemd, whose score it is.
    private func judgeExposure() -> Int32 {
        var targets = VerifyTargets(scanRequest())
        for operand in options.operands { targets.add(operand) }
        let findings = targets.scan()
        let settings = SettingsFile.read(
            places.configuration,
            mustExist: options.configuration != nil,
            trust: trust,
            isLenient: options.isLenient
        )
        do throws(SystemError) {
            try LoaderConfinement.enter()
            let compiler = SetCompiler(facts: verifiedHost, places: places, isLenient: options.isLenient)
            let report = ExposureReport(
                compiler.exposures(findings, settings: settings),
                problems: findings.diagnostics.filter { $0.severity == .error },
                isDetailed: !options.operands.isEmpty
            )
            try ProgramOutput.writeError(report.complaints)
            try ProgramOutput.write(options.isJSON ? report.json : Array(report.text.utf8), to: 1)
            return report.hasFailed || report.exceeds(options.threshold) ? 1 : 0
        } catch {
            return LoaderProgram.complain("\(error)", status: 1)
        }
    }

    /// Who may only look at units that root will run must not be told that they need root.
    private var verifiedHost: HostFacts {
        if facts.features.user == 0 || !options.verifiesForRoot { return facts }
        var assumed = facts
        assumed.features = HostFeatures()
        assumed.features.accounts = facts.features.accounts
        assumed.features.physicalMemory = facts.features.physicalMemory
        assumed.features.deviceGroups = facts.features.deviceGroups
        assumed.features.maximumTasks = facts.features.maximumTasks
        return assumed
    }

    /// A service may be named without its suffix.
    static func unitName(_ text: String) -> UnitName? {
        UnitName(text) ?? UnitName(text + ".service")
    }

    private static func say(_ text: String, status: Int32) -> Int32 {
        do throws(SystemError) {
            try ProgramOutput.write(text)
            return status
        } catch {
            return 1
        }
    }

    private static func complain(_ text: String, status: Int32) -> Int32 {
        do throws(SystemError) {
            try ProgramOutput.writeError("supervisor-load: \(text)\n")
            return status
        } catch {
            // Nobody listens on standard error; the status still tells.
            return status
        }
    }
}
