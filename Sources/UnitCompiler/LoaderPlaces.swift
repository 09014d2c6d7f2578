import ServiceModel

/// Where units and settings lie, and the bases of a service's directories.
struct LoaderPlaces: Hashable, Sendable {
    let unitPaths: [String]
    let configuration: String
    /// In the order of `DirectoryKind`.
    let directoryBases: [String]
    /// What programs share and do not change: `%D`.
    let sharedData: String
    /// What the supervisor's environment names in place of `/tmp` and `/var/tmp`: `%T`, `%V`.
    let temporary: String?

    /// Where the daemon has the helper make credentials directories.
    var credentialsBase: String { (directoryBases.first ?? "/run") + "/castellan/credentials" }

    /// For a supervisor that is not root everything lies in the user's own folders, after the XDG base directory
    /// specification.
    init(_ options: LoaderOptions, isRoot: Bool, home: String, environment: (String) -> String?) {
        let root = options.root
        temporary = ["TMPDIR", "TEMP", "TMP"].compactMap(environment).first { $0.begins(with: "/") }
        if isRoot || options.hasRoot {
            let paths = ["/etc/castellan/units", "/run/castellan/units", "/usr/lib/castellan/units"]
            unitPaths = options.unitPath ?? paths.map { root + $0 }
            configuration = options.configuration ?? root + "/etc/castellan/supervisord.conf"
            directoryBases = ["/run", "/var/lib", "/var/cache", "/var/log", "/etc"].map { root + $0 }
            sharedData = root + "/usr/share"
            return
        }
        func base(_ variable: String, _ fallback: String) -> String {
            guard let value = environment(variable), value.begins(with: "/") else {
                return home + "/" + fallback
            }
            return value
        }
        let run = base("XDG_RUNTIME_DIR", ".cache/castellan-run")
        let config = base("XDG_CONFIG_HOME", ".config")
        let state = base("XDG_STATE_HOME", ".local/state")
        unitPaths = options.unitPath ?? [config + "/castellan/units", run + "/castellan/units"]
        configuration = options.configuration ?? config + "/castellan/supervisord.conf"
        directoryBases = [run, state, base("XDG_CACHE_HOME", ".cache"), state + "/log", config]
        sharedData = base("XDG_DATA_HOME", ".local/share")
    }
}
