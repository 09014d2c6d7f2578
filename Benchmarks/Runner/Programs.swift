import Glibc

/// Where the programs under measurement are, and a folder for what they write.
struct Programs {
    let folder: String
    /// The folder of the C programs to compare with.
    let floors: String
    let scratch: String

    var exec: String { folder + "/supervisor-exec" }
    var load: String { folder + "/supervisor-load" }
    var daemon: String { folder + "/supervisord" }
    var client: String { folder + "/supervisorctl" }

    var floor: String { floors + "/floor" }
    /// The same, linked with the C library that the helper is linked with.
    var leanFloor: String { floors + "/floor-musl" }
    var first: String { floors + "/first" }

    init(folder: String, floors: String) throws {
        self.folder = folder
        self.floors = floors
        var template = Array("/tmp/castellan-bench-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw BenchmarkFailure("mkdtemp") }
        scratch = String(cString: made)
        chmod(scratch, 0o755)
    }

    func write(_ path: String, _ text: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchmarkFailure("cannot write \(path)") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw BenchmarkFailure("write") }
    }

    /// Removes what the benchmarks wrote.
    func remove() {
        do {
            try Process(["/bin/rm", "-rf", scratch], output: .inherited).end()
        } catch {
            print("\(scratch) stays: \(error)")
        }
    }

    /// A confined unit: identity, capabilities, system call filter and limits.
    static func unit(running command: String) -> String {
        """
        [Service]
        User=nobody
        CapabilityBoundingSet=
        NoNewPrivileges=yes
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged @resources
        SystemCallErrorNumber=EPERM
        LimitNOFILE=1024
        LimitCORE=0
        LimitMEMLOCK=64K
        UMask=0077
        Restart=always
        RestartSec=0
        StartLimitIntervalSec=0
        ExecStart=\(command)

        """
    }
}
