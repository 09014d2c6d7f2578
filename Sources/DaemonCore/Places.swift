import ServiceModel

/// Where the daemon finds and keeps things.
struct Places: Equatable {
    let unitPaths: [String]
    let control: String
    /// State of this boot: the lock, credentials.
    let runtime: String
    /// What survives a boot: the exit journal.
    let state: String
    /// Bases of `RuntimeDirectory=` and its siblings, in the order of `DirectoryKind`.
    let directoryBases: [String]

    /// The places of the system, or those of one user.
    let areTheSystems: Bool

    /// `environment` is asked only when the daemon is an ordinary user's: then everything lies in the user's own
    /// folders, after the XDG base directory specification. A container is its PID 1's, whoever that is.
    init(_ options: DaemonOptions, isRoot: Bool, isInit: Bool, environment: (String) -> String?) {
        let root = options.root
        areTheSystems = isRoot || isInit || options.hasRoot
        if areTheSystems {
            unitPaths =
                options.unitPath
                ?? ["/etc/castellan/units", "/run/castellan/units", "/usr/lib/castellan/units"].map {
                    root + $0
                }
            runtime = root + "/run/castellan"
            state = root + "/var/lib/castellan"
            directoryBases = ["/run", "/var/lib", "/var/cache", "/var/log", "/etc"].map { root + $0 }
        } else {
            let home = environment("HOME") ?? "/"
            func base(_ variable: String, _ fallback: String) -> String {
                guard let value = environment(variable), value.begins(with: "/") else {
                    return home + "/" + fallback
                }
                return value
            }
            let run = environment("XDG_RUNTIME_DIR") ?? home + "/.cache/castellan-run"
            let config = base("XDG_CONFIG_HOME", ".config")
            let stateBase = base("XDG_STATE_HOME", ".local/state")
            unitPaths = options.unitPath ?? [config + "/castellan/units", run + "/castellan/units"]
            runtime = run + "/castellan"
            state = stateBase + "/castellan"
            directoryBases = [run, stateBase, base("XDG_CACHE_HOME", ".cache"), stateBase + "/log", config]
        }
        control = options.control ?? runtime + "/control"
    }
}

extension Places {
    /// One name per installation, so that two daemons with different places do not share a cgroup.
    var controlGroupName: String {
        guard runtime != "/run/castellan" else { return "castellan" }
        let hash = runtime.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return "castellan-" + String(hash, radix: 16)
    }
}
