import Glibc
import TestSupport

/// What a test needs to log in by ssh: keys made for it, a user that only its supervisor's namespace knows, and a
/// client that reads nothing of the machine's.
struct SecureShell {
    static let user = "remote"
    static let uid: uid_t = 61_000

    let folder: String
    let port: Int
    /// The unit's `StateDirectory=`.
    var state = "sshd"

    /// Account files with the user in them, in place of the machine's.
    static let shadowing = ["/etc/passwd": "passwd", "/etc/group": "group", "/run": "run"]

    static func prepare(_ root: ScratchFolder) throws {
        let home = root.path + "/home"
        for path in [home, home + "/.ssh", root.path + "/etc/sshd", root.path + "/run"] { mkdir(path, 0o755) }
        for path in [home, home + "/.ssh"] { chown(path, uid, uid) }
        let entry = "\(user):x:\(uid):\(uid)::\(home):/bin/sh\n"
        try root.write("passwd", try Files.text("/etc/passwd") + entry)
        try root.write("group", try Files.text("/etc/group") + "\(user):x:\(uid):\n")
        let made = try Command.run(
            "/usr/bin/ssh-keygen",
            ["-q", "-t", "ed25519", "-N", "", "-f", root.path + "/key"]
        )
        guard made.status == 0 else { throw ControlConnection.Failure(message: made.output) }
        let key = try Files.text(root.path + "/key.pub")
        try root.write("etc/sshd/authorized_keys", key)
        try root.write("home/.ssh/authorized_keys", key)
    }

    /// Logs in and runs a command; everything it and the client wrote.
    func run(
        _ command: String,
        as name: String = SecureShell.user,
        onTerminal: Bool = false
    ) throws -> Command.Outcome {
        try Command.run(
            "/usr/bin/timeout",
            ["20", "/usr/bin/ssh"] + (try words()) + ["-o", "BatchMode=yes", onTerminal ? "-tt" : "-T"]
                + ["\(name)@127.0.0.1", command]
        )
    }

    /// Connects, and does not go on before it is told the passphrase of its key.
    func hesitate() throws -> PseudoTerminal {
        let changed = try Command.run(
            "/usr/bin/ssh-keygen",
            ["-q", "-p", "-P", "", "-N", "passphrase", "-f", folder + "/key"]
        )
        guard changed.status == 0 else { throw ControlConnection.Failure(message: changed.output) }
        return try PseudoTerminal(
            "/usr/bin/ssh",
            try words() + ["\(SecureShell.user)@127.0.0.1"],
            environment: []
        )
    }

    private func words() throws -> [String] {
        try ["-F", "none", "-i", folder + "/key", "-p", String(port)] + options(trusting: hostKey())
    }

    private func options(trusting key: String) throws -> [String] {
        let known = folder + "/known_hosts"
        let file = open(known, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        let line = "[127.0.0.1]:\(port) \(key)"
        guard write(file, line, line.utf8.count) == line.utf8.count else {
            throw ControlConnection.Failure(message: "cannot write \(known)")
        }
        return [
            "IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(known)",
            "GlobalKnownHostsFile=none", "ConnectTimeout=10", "LogLevel=ERROR",
        ].flatMap { ["-o", $0] }
    }

    /// The key that the unit made for itself at its first start.
    private func hostKey() throws -> String { try Files.text("\(folder)/var/lib/\(state)/host_key.pub") }
}
