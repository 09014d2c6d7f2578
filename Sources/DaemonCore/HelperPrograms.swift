import LinuxSystem
import ServiceModel

/// Where the daemon's helper programs are: beside it, or in the libexec folder of the same installation.
struct HelperPrograms: Equatable {
    let exec: String
    let load: String

    init(besides daemon: String) throws(DaemonError) {
        exec = try HelperPrograms.find("supervisor-exec", besides: daemon)
        load = try HelperPrograms.find("supervisor-load", besides: daemon)
    }

    private static func find(_ name: String, besides daemon: String) throws(DaemonError) -> String {
        let folder = daemon.lastPosition(of: "/").map { String(daemon[..<$0]) } ?? "."
        let candidates = [
            "\(folder)/\(name)", "\(folder)/../libexec/castellan/\(name)", "/usr/libexec/castellan/\(name)",
        ]
        for candidate in candidates where isReadable(candidate) { return candidate }
        throw .missing(program: name, tried: candidates)
    }

    private static func isReadable(_ path: String) -> Bool {
        do {
            _ = try StateFile.openForReading(path)
            return true
        } catch {
            return false
        }
    }
}
