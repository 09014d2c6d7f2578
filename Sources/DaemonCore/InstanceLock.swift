import LinuxSystem

/// The lock that keeps two daemons off one tree. Given back when the process ends, however it ends.
final class InstanceLock {
    private let descriptor: FileDescriptor

    init(_ path: String) throws(DaemonError) {
        do {
            descriptor = try StateFile.lock(path)
            try descriptor.truncate(to: 0)
            _ = try descriptor.write(Array("\(OwnProcess.pid)\n".utf8))
        } catch {
            guard error.call == "flock", error.errno == Errno.wouldBlock else { throw .system(error) }
            throw .held(by: InstanceLock.holder(path), path: path)
        }
    }

    private static func holder(_ path: String) -> String {
        do {
            return String(decoding: try StateFile.contents(path, upTo: 32).filter { $0 > 32 }, as: UTF8.self)
        } catch {
            return ""
        }
    }
}
