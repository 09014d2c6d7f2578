import Glibc
import LinuxSystem
import ServiceModel
import TestSupport
import UnitCompiler

/// A scratch installation: unit directories `etc`, `run` and `usr`, in that order.
final class UnitTree {
    let folder: ScratchFolder
    static let places = ["etc", "run", "usr"]

    init() throws {
        folder = try ScratchFolder()
        try mode(0o755, "")
        for place in UnitTree.places { try directory(place) }
    }

    var path: String { folder.path }

    func directory(_ name: String, mode permissions: mode_t = 0o755) throws {
        guard mkdir(path + "/" + name, permissions) == 0 else {
            throw SystemError(call: "mkdir", errno: errno)
        }
        try mode(permissions, name)
    }

    /// Writes a file, and the directories above it.
    func file(_ name: String, _ text: String = "[Service]\nExecStart=/bin/true\n") throws {
        let parent = name.split(separator: "/").dropLast().joined(separator: "/")
        if access(path + "/" + parent, F_OK) != 0 { try directory(parent) }
        try folder.write(name, text)
        try mode(0o644, name)
    }

    func link(_ name: String, to target: String) throws {
        let parent = name.split(separator: "/").dropLast().joined(separator: "/")
        if access(path + "/" + parent, F_OK) != 0 { try directory(parent) }
        guard symlink(target, path + "/" + name) == 0 else {
            throw SystemError(call: "symlink", errno: errno)
        }
    }

    func fifo(_ name: String) throws {
        guard mkfifo(path + "/" + name, 0o644) == 0 else { throw SystemError(call: "mkfifo", errno: errno) }
    }

    func mode(_ permissions: mode_t, _ name: String) throws {
        guard chmod(path + "/" + name, permissions) == 0 else {
            throw SystemError(call: "chmod", errno: errno)
        }
    }

    func owner(_ user: uid_t, group: gid_t, _ name: String) throws {
        guard chown(path + "/" + name, user, group) == 0 else {
            throw SystemError(call: "chown", errno: errno)
        }
    }

    func request() -> ScanRequest {
        ScanRequest(
            paths: UnitTree.places.map { path + "/" + $0 },
            trust: TrustPolicy(user: OwnProcess.effectiveUser, group: OwnProcess.effectiveGroup)
        )
    }

    func scan(_ change: (inout ScanRequest) -> Void = { _ in }) -> ScanFindings {
        var request = request()
        change(&request)
        return UnitScanner.scan(request)
    }
}

func name(_ text: String) -> UnitName {
    guard let name = UnitName(text) else { preconditionFailure("a test's unit name is valid") }
    return name
}

extension ScanFindings {
    func unit(_ text: String) -> UnitSource? { units.first { $0.name.text == text } }

    var names: [String] { units.map(\.name.text) }
}

extension UnitSource {
    /// Names of the drop-ins, in the order in which they apply.
    var dropInNames: [String] { dropIns.map { String($0.path.split(separator: "/").last ?? "") } }

    var errors: [String] { problems.filter { $0.severity == .error }.map(\.message) }
}
