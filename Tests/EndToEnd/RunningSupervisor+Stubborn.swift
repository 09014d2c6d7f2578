import ControlProtocol

extension RunningSupervisor {
    /// Starts a unit whose shell ignores SIGTERM, and waits until it does: before that it would end at once.
    func startStubborn(_ unit: String) throws {
        _ = try start(unit)
        let pid = try runningPid(unit)
        try wait("\(unit) to ignore SIGTERM") {
            let line = try Files.text("/proc/\(pid)/status").split(separator: "\n").first {
                $0.hasPrefix("SigIgn:")
            }
            let ignored = line.flatMap { UInt64($0.split(separator: "\t").last ?? "", radix: 16) } ?? 0
            return ignored & 1 << 14 != 0
        }
    }
}
