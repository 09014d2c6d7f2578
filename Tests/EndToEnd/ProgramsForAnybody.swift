import Glibc
import TestSupport

/// Copies of the programs that every user can reach: the build may lie in a folder of root's.
final class ProgramsForAnybody {
    private let folder: ScratchFolder

    init(_ names: String...) throws {
        folder = try ScratchFolder()
        chmod(folder.path, 0o755)
        for name in names {
            try folder.write(name, try Files.wholeFile(BuiltProgram.path(name)), mode: 0o755)
        }
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    /// A program that is executed from now on instead.
    func replace(_ name: String, by script: String) throws {
        unlink(path(name))
        try folder.write(name, script, mode: 0o755)
    }

    func hide(_ name: String) throws { try move(path(name), path(name) + ".hidden") }

    func show(_ name: String) throws { try move(path(name) + ".hidden", path(name)) }

    private func move(_ path: String, _ other: String) throws {
        guard rename(path, other) == 0 else { throw ControlConnection.Failure(message: "rename \(path)") }
    }

    /// A command that makes its arguments this user's, with no group but its own and no environment.
    static func user(_ uid: UInt32) -> [String] {
        [
            "/usr/bin/setpriv", "--reuid", "\(uid)", "--regid", "\(uid)", "--clear-groups", "/usr/bin/env",
            "-i",
            "PATH=/usr/bin:/bin",
        ]
    }
}
