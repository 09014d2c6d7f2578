import LinuxSystem
import Wire

/// What keeps the daemon from beginning, or from taking a compiled set.
enum DaemonError: Error {
    case system(SystemError)
    /// A directory of the daemon's own that cannot be made.
    case directory(String, SystemError)
    /// The settings that were named cannot be looked at.
    case settings(String, SystemError)
    /// Another daemon has the tree.
    case held(by: String, path: String)
    /// A program that belongs to the daemon is nowhere it was looked for.
    case missing(program: String, tried: [String])
    /// The compiled set is not what the loader should have written.
    case unreadable(WireError)
}

extension DaemonError {
    /// The result of a system call, or why there is none.
    static func system<Result>(_ call: () throws(SystemError) -> Result) throws(DaemonError) -> Result {
        do {
            return try call()
        } catch {
            throw .system(error)
        }
    }

    /// What was read of a compiled set, or why nothing was.
    static func unreadable<Result>(_ read: () throws(WireError) -> Result) throws(DaemonError) -> Result {
        do {
            return try read()
        } catch {
            throw .unreadable(error)
        }
    }
}

extension DaemonError: CustomStringConvertible {
    var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .directory(let path, let error): "\(path): \(error)"
        case .settings(let path, let error): "settings \(path): \(error)"
        case .held(let holder, let path):
            "another supervisord\(holder.isEmpty ? "" : " (pid \(holder))") holds \(path)"
        case .missing(let program, let tried):
            "\(program) is not installed; looked for \(tried.joined(separator: ", "))"
        case .unreadable(let error): "\(error)"
        }
    }
}
