import LinuxSystem
import ServiceModel

/// `supervisord` from its command line to its exit status.
enum Program {
    static func run(_ arguments: [String]) -> Int32 {
        switch DaemonOptions.parse(arguments) {
        case .help: return say(DaemonOptions.usage, on: FileDescriptor(owning: 1), status: 0)
        case .version:
            return say("supervisord \(Version.current)\n", on: FileDescriptor(owning: 1), status: 0)
        case .unusable(let problem):
            return say(
                "supervisord: \(problem)\nTry 'supervisord --help'.\n",
                on: FileDescriptor(owning: 2),
                status: 2
            )
        case .run(let options): return start(options)
        }
    }

    private static func say(_ text: String, on output: borrowing FileDescriptor, status: Int32) -> Int32 {
        do {
            _ = try output.write(Array(text.utf8))
        } catch {
            return 1
        }
        return status
    }

    private static func start(_ options: DaemonOptions) -> Int32 {
        let failures = narrowOutputs()
        let output: FileDescriptor
        do {
            output = try StandardDescriptor.unshared(2)
        } catch {
            // Without a standard error there is nobody to tell, and `settleStreams` makes it /dev/null.
            output = FileDescriptor(owning: 2)
        }
        let log = Log(output: output)
        for (name, failure) in failures {
            log.warning("services are given the supervisor's \(name) as it is: \(failure)")
        }
        do {
            return try supervise(options, log)
        } catch {
            log.error("cannot start: \(error)")
            return 1
        }
    }

    /// Services inherit these. Which of them stay as they were, and why.
    private static func narrowOutputs() -> [(name: String, failure: SystemError)] {
        var failures: [(name: String, failure: SystemError)] = []
        for (number, name) in [(1, "standard output"), (2, "standard error")] as [(Int32, String)] {
            guard FileDescriptor.isOpen(number) else { continue }
            do {
                try StandardDescriptor.narrow(number)
            } catch {
                failures.append((name, error))
            }
        }
        return failures
    }

    private static func supervise(_ options: DaemonOptions, _ log: Log) throws(DaemonError) -> Int32 {
        try DaemonError.system(takeCharge)
        let isRoot = OwnProcess.effectiveUser == 0
        let places = Places(options, isRoot: isRoot, isInit: OwnProcess.pid == 1) { wanted in
            OwnProcess.environment.first { $0.name == wanted }?.value
        }
        if let given = options.configuration { try checkSettings(given) }
        try makeDirectories(places.runtime)
        do {
            try makeDirectories(places.state)
        } catch {
            // A read-only root: the services matter more than the record of their ends, which stays in memory.
            log.warning("\(error)")
        }
        let lock = try InstanceLock(places.runtime + "/lock")
        defer { withExtendedLifetime(lock) {} }
        let programs = try HelperPrograms(besides: OwnProcess.executedPath ?? "supervisord")
        return try DaemonError.system { () throws(SystemError) in
            try Daemon(options, places, programs, log: log).run()
        }
    }

    /// A slip in its name must not leave a supervisor without its settings.
    private static func checkSettings(_ path: String) throws(DaemonError) {
        do {
            _ = try FileStatus.of(path)
        } catch {
            throw .settings(path, error)
        }
    }

    private static func makeDirectories(_ path: String) throws(DaemonError) {
        do {
            try StateFile.makeDirectories(path, mode: 0o755)
        } catch {
            throw .directory(path, error)
        }
    }

    private static func takeCharge() throws(SystemError) {
        // Before anything else: a SIGTERM in the first millisecond must find somebody who takes it.
        try SignalDescriptor.blockAll()
        try SignalDescriptor.ignore(13)
        try OwnProcess.settleStreams()
        OwnProcess.setUmask(0o022)
        try ProcessControl.becomeSubreaper()
    }
}
