import ControlProtocol
import Glibc
import ServiceModel
import TestSupport

/// Where the process is and what it was given.
extension ConfinementComparison {
    private static let namespaces = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"]

    func place() throws -> [Field] {
        let own = try ProcessStatistics(pid)
        let root = unit.last("RootDirectory") ?? "/"
        let group = try supervisor.status(name).controlGroup ?? "none"
        let lines = try Files.lines("/proc/\(pid)/cgroup")
        let path = lines.first { $0.hasPrefix("0::") }?.dropFirst(3) ?? ""
        // A unit for which a helper may stand by has two cgroups within its own, which take turns.
        let isItsOwn = ["", "/0", "/1"].contains { path.hasSuffix("/" + name + $0) }
        return [
            Field(name: "root", expected: root, found: Files.link("/proc/\(pid)/root")),
            Field(name: "process group", expected: String(pid), found: own.group),
            Field(name: "session", expected: String(pid), found: own.session),
            Field(name: "terminal", expected: "0", found: own.terminal),
            Field(
                name: "control group",
                expected: "the unit's",
                found: isItsOwn && group.hasSuffix(path) ? "the unit's" : String(path)
            ),
        ]
            + ConfinementComparison.namespaces.map {
                Field(
                    name: "namespace \($0)",
                    expected: Files.link("/proc/\(supervisor.pid)/ns/\($0)"),
                    found: Files.link("/proc/\(pid)/ns/\($0)")
                )
            }
    }

    // MARK: descriptors

    /// None but standard output and error, which a unit that says nothing inherits, is an open file of the
    /// supervisor's.
    func descriptorFields() throws -> [Field] {
        let run = try Command.run(
            RunningSupervisor.probe,
            ["shared-files", String(pid), String(supervisor.pid)]
        )
        guard run.status == 0 else { throw ControlConnection.Failure(message: run.output) }
        let shared = Set(run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first })
        return [
            Field(
                name: "descriptors shared with the supervisor",
                expected: "1 2",
                found: shared.sorted().joined(separator: " ")
            )
        ]
    }

    func openDescriptors() throws -> [Field] {
        let open = try Files.names("/proc/\(pid)/fd").compactMap { Int($0) }.sorted().map(String.init)
        return [
            Field(name: "open descriptors", expected: "0 1 2", found: open.joined(separator: " ")),
            Field(name: "standard input", expected: "/dev/null", found: Files.link("/proc/\(pid)/fd/0")),
        ]
    }

    // MARK: what it was started with

    func program() throws -> [Field] {
        let words = arguments()
        let found = try Files.strings("/proc/\(pid)/cmdline")
        return [
            Field(
                name: "arguments",
                expected: words.joined(separator: "|"),
                found: found.joined(separator: "|")
            ),
            Field(
                name: "cwd",
                expected: unit.last("WorkingDirectory") ?? "/",
                found: Files.link("/proc/\(pid)/cwd")
            ),
            field("Umask", unit.last("UMask") ?? "0022"),
        ]
    }

    func signals() -> [Field] {
        [
            field("SigBlk", "0000000000000000"),
            field("SigIgn", unit.flag("IgnoreSIGPIPE") == false ? "0000000000000000" : "0000000000001000"),
            field("SigCgt", "0000000000000000"),
            field("SigPnd", "0000000000000000"),
            field("ShdPnd", "0000000000000000"),
        ]
    }

    private static let directories = [
        ("RuntimeDirectory", "RUNTIME_DIRECTORY", "/run"), ("StateDirectory", "STATE_DIRECTORY", "/var/lib"),
        ("CacheDirectory", "CACHE_DIRECTORY", "/var/cache"), ("LogsDirectory", "LOGS_DIRECTORY", "/var/log"),
        ("ConfigurationDirectory", "CONFIGURATION_DIRECTORY", "/etc"),
    ]

    func environment() throws -> [Field] {
        var expected = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        expected["INVOCATION_ID"] = try supervisor.status(name).invocation?.text ?? "none"
        if let user {
            expected["HOME"] = user.home
            expected["USER"] = user.name
            expected["LOGNAME"] = user.name
            expected["SHELL"] = user.shell
        }
        for (key, variable, base) in ConfinementComparison.directories {
            let paths = unit.words(key).map { "\(supervisor.root.path)\(base)/\($0)" }
            if !paths.isEmpty { expected[variable] = paths.joined(separator: ":") }
        }
        for (variable, value) in declaredVariables { expected[variable] = value }
        for name in unit.words("UnsetEnvironment") { expected[name] = nil }
        let found = try Files.strings("/proc/\(pid)/environ").sorted()
        return [
            Field(
                name: "environment",
                expected: expected.map { "\($0)=\($1)" }.sorted().joined(separator: "|"),
                found: found.joined(separator: "|")
            )
        ]
    }

    private var declaredVariables: [String: String] {
        var variables: [String: String] = [:]
        for word in unit.words("Environment") {
            guard let equals = word.firstIndex(of: "=") else { continue }
            variables[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        return variables
    }

    /// The words of `ExecStart=`, with the directories and variables that occur in `examples/` put in.
    private func arguments() -> [String] {
        unit.words("ExecStart").flatMap { word -> [String] in
            var word = word
            for (mark, base) in [("%t", "/run"), ("%S", "/var/lib"), ("%E", "/etc")] {
                word = word.replacing(mark, with: supervisor.root.path + base)
            }
            for (variable, value) in declaredVariables {
                if word == "$\(variable)" { return value.split(separator: " ").map(String.init) }
                word = word.replacing("${\(variable)}", with: value)
            }
            return [word]
        }
    }
}
