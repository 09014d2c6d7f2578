import LinuxSystem

/// The lock that keeps two daemons off one tree. Given back when the process ends, however it ends.
final class InstanceLock {
    private let descriptor: FileDescriptor

    enum Failure: Error, CustomStringConvertible {
        case held(by: String, path: String)

        var description: String {
            switch self {
            case .held(let holder, let path):
                "another supervisord\(holder.isEmpty ? "" : " (pid \(holder))") holds \(path)"
            }
        }
    }

    init(_ path: String) throws {
        do {
            descriptor = try StateFile.lock(path)
        } catch {
            guard error.errno == Errno.wouldBlock else { throw error }
            throw Failure.held(by: InstanceLock.holder(path), path: path)
        }
        try descriptor.truncate(to: 0)
        _ = try descriptor.write(Array("\(OwnProcess.pid)\n".utf8))
    }

    private static func holder(_ path: String) -> String {
        do {
            return String(decoding: try StateFile.contents(path, upTo: 32).filter { $0 > 32 }, as: UTF8.self)
        } catch {
            return ""
        }
    }
}
