import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The environment, in the order of `systemd.exec(5)`: what the supervisor defines, then `PassEnvironment=`,
/// then `Environment=`, then the files; a later value wins. What `UnsetEnvironment=` names goes last of all.
extension Launch {
    /// Where programs are looked for when a unit says nothing.
    static let defaultSearchPath = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    private static let directoryVariables = [
        "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY", "LOGS_DIRECTORY",
        "CONFIGURATION_DIRECTORY",
    ]

    /// An environment file is read whole; one of more than this was not meant.
    private static let fileSizeLimit = 1 << 20

    mutating func assembleEnvironment() throws(StepFailure) {
        environment.set("PATH", Launch.defaultSearchPath.joined(separator: ":"))
        environment.set(context.variables)
        setOwnVariables()
        if !plan.files.searchPath.isEmpty {
            environment.set("PATH", plan.files.searchPath.joined(separator: ":"))
        }
        for name in plan.environment.passed {
            if let passed = context.managerEnvironment.last(where: { $0.name == name }) {
                environment.set(name, passed.value)
            }
        }
        environment.set(plan.environment.assignments)
        for file in plan.environment.files { try read(file) }
        for removal in plan.environment.removals { environment.remove(removal) }
    }

    private mutating func setOwnVariables() {
        if plan.identity.setsLoginEnvironment ?? (plan.identity.user != nil || plan.identity.isDynamic) {
            environment.set("HOME", account.home)
            environment.set("LOGNAME", account.login)
            environment.set("USER", account.login)
            environment.set("SHELL", account.shell)
        }
        for (variable, paths) in zip(Launch.directoryVariables, directories) where !paths.isEmpty {
            environment.set(variable, paths.joined(separator: ":"))
        }
        if hasCredentials, let directory = context.credentialsDirectory {
            environment.set("CREDENTIALS_DIRECTORY", directory)
        }
        guard !namedDescriptors.names.isEmpty else { return }
        environment.set("LISTEN_PID", String(OwnProcess.pid))
        environment.set("LISTEN_FDS", String(namedDescriptors.names.count))
        environment.set("LISTEN_FDNAMES", namedDescriptors.names.joined(separator: ":"))
    }

    private mutating func read(_ file: EnvironmentRequest.File) throws(StepFailure) {
        let paths = try WildcardPath.matches(file.path)
        guard !paths.isEmpty || file.isOptional else { throw StepFailure(errno: Errno.noEntry, file.path) }
        for path in paths {
            do throws(StepFailure) {
                environment.set(try assignments(in: path))
            } catch {
                guard file.isOptional, error.errno == Errno.noEntry else { throw error }
            }
        }
    }

    private func assignments(in path: String) throws(StepFailure) -> [EnvironmentRequest.Assignment] {
        let file = try SupervisorFile.openToRead(path, for: visitor)
        let bytes = try about(path) { () throws(SystemError) in try file.contents(upTo: Launch.fileSizeLimit)
        }
        return EnvironmentFileText.parse(bytes)
    }
}
