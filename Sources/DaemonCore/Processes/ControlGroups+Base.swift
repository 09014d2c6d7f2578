import LinuxSystem
import ServiceModel

/// Where the cgroups of units are made.
extension ControlGroups {
    /// An empty directory of that name, or with a number behind it: what a supervisor before this one left running
    /// cannot be supervised and must not run beside what is started now, but it ends when the kernel has the time.
    static func makeBase(_ path: String, _ log: Log) throws(SystemError) -> String {
        var failure = SystemError(call: "mkdir", errno: Errno.exists)
        for number in 1...100 {
            let candidate = number == 1 ? path : "\(path).\(number)"
            do {
                if try ControlGroupDirectory.isPopulated(candidate) {
                    log.warning("processes that an earlier supervisor left in \(candidate) are ended")
                    try StateFile.write("1", to: candidate + "/cgroup.kill")
                }
            } catch {
                if !ControlGroupDirectory.isGone(error) { throw error }
            }
            do {
                try ControlGroupDirectory.removeTree(candidate)
                try StateFile.makeDirectory(candidate, mode: 0o755)
                return candidate
            } catch {
                guard error.errno == Errno.busy else { throw error }
                failure = error
            }
        }
        throw failure
    }

    /// Where the hierarchy is mounted, and below it the cgroup of this process: empty, or with a leading slash.
    static func ownDirectory() -> (mount: String, path: Substring)? {
        let mounts = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
        guard
            let mount = mounts.first(where: {
                contents($0 + "/cgroup.procs") != nil && contents($0 + "/cgroup.controllers") != nil
            })
        else { return nil }
        guard let text = contents("/proc/self/cgroup") else { return nil }
        for line in text.fields(at: "\n") {
            guard let path = line.rest(after: "0::"), path.begins(with: "/") else { continue }
            return (mount, path == "/" ? "" : path)
        }
        return nil
    }

    static func contents(_ path: String) -> String? {
        do {
            return String(decoding: try StateFile.contents(path), as: UTF8.self)
        } catch {
            return nil
        }
    }
}
