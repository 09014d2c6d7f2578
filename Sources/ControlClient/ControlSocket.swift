import LinuxSystem

/// Where a daemon is to be asked when nobody says where.
enum ControlSocket {
    static let system = "/run/castellan/control"

    /// An ordinary user's own daemon if there is one, otherwise the system's.
    static func found(_ environment: ClientEnvironment) -> String {
        guard OwnProcess.effectiveUser != 0, let own = own(environment), exists(own) else { return system }
        return own
    }

    /// Where the daemon of a user has its socket.
    static func own(_ environment: ClientEnvironment) -> String? {
        (environment.runtimeFolder ?? environment.home.map { $0 + "/.cache/castellan-run" }).map {
            $0 + "/castellan/control"
        }
    }

    private static func exists(_ path: String) -> Bool {
        do {
            _ = try FileDescriptor.open(path, [.path])
            return true
        } catch {
            return false
        }
    }
}
