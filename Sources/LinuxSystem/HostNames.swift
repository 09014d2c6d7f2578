import CLinux

/// What the kernel calls the machine. Corresponds to `uname(2)`.
package struct HostNames: Hashable, Sendable {
    package let node: String
    package let release: String
    package let machine: String

    package static func current() throws(SystemError) -> HostNames {
        let size = 65
        var node = [CChar](repeating: 0, count: size)
        var release = node
        var machine = node
        _ = try check("uname", unsafe cl_host_names(&node, &release, &machine, size))
        return HostNames(node: text(node), release: text(release), machine: text(machine))
    }

    /// Gives this process and its descendants names of their own, which are the host's to begin with. Corresponds to
    /// `unshare(2)`.
    package static func leaveHosts() throws(SystemError) {
        _ = try check("unshare", cl_leave_host_names())
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
