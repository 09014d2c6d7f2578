import Glibc

/// A supervisord on a root of its own.
final class Supervisor {
    let root: String
    let process: Process
    private let programs: Programs

    /// `units` is called with the folder for unit files.
    init(_ programs: Programs, _ name: String, settings: String = "", units: (String) throws -> Void) throws {
        self.programs = programs
        root = programs.scratch + "/" + name
        for folder in ["", "/etc", "/etc/castellan", "/etc/castellan/units"] { mkdir(root + folder, 0o755) }
        try programs.write(root + "/etc/castellan/supervisord.conf", settings)
        try units(root + "/etc/castellan/units")
        process = try Process([programs.daemon, "--root", root], output: .file(root + "/log"))
        try wait("the units", every: 5000) {
            text(of: root + "/log").contains(" units loaded")
        }
    }

    /// Ends it and everything it started.
    func end() {
        process.end(with: SIGTERM)
    }

    /// What the last command left to do is done when the daemon has slept for a second.
    func settle() throws {
        var before = -1
        try wait("the daemon to settle", every: 1_000_000) {
            defer { before = wakeUps() }
            return before == wakeUps()
        }
    }

    /// The words of a call of the client.
    func command(_ words: String...) -> [String] { [programs.client, "--root", root] + words }

    /// Calls the client; what it prints goes nowhere.
    func control(_ words: String...) throws {
        let client = try Process([programs.client, "--root", root] + words)
        let status = client.end()
        guard status == 0 else { throw BenchmarkFailure("supervisorctl \(words): status \(status)") }
    }

    /// The kernel's word on the daemon's memory, in bytes.
    func memory(_ field: String) -> Double {
        for line in text(of: "/proc/\(process.pid)/smaps_rollup").split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 1, words[0] == field + ":" { return (Double(words[1]) ?? .nan) * 1024 }
        }
        return .nan
    }

    /// How often the daemon was given the processor.
    func wakeUps() -> Int {
        var sum = 0
        for line in text(of: "/proc/\(process.pid)/status").split(separator: "\n")
        where line.contains("ctxt_switches") {
            sum += Int(line.split(separator: "\t").last ?? "") ?? 0
        }
        return sum
    }
}
