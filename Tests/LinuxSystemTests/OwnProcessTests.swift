import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("What a process is to the kernel")
struct OwnProcessTests {
    private func statusLine(_ name: String) throws -> String {
        let text = String(decoding: try StateFile.contents("/proc/self/status"), as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name + ":") })
        return String(line.split(separator: "\t").last ?? "")
    }

    @Test("capability sets are those that /proc shows")
    func capabilities() throws {
        let sets = try OwnCapabilities.current()
        for (name, set) in [
            ("CapEff", sets.effective), ("CapPrm", sets.permitted), ("CapInh", sets.inheritable),
            ("CapBnd", try OwnCapabilities.bounding()), ("CapAmb", try OwnCapabilities.ambient()),
        ] {
            #expect(
                try statusLine(name) == String(repeating: "0", count: 16 - String(set, radix: 16).count)
                    + String(set, radix: 16)
            )
        }
        #expect(try OwnCapabilities.hasNoNewPrivileges() == (try statusLine("NoNewPrivs") == "1"))
    }

    @Test("identity is real, effective and saved")
    func identity() throws {
        let identity = try OwnIdentity.current()
        #expect(identity.users == [getuid(), geteuid(), geteuid()])
        #expect(identity.groups == [getgid(), getegid(), getegid()])
    }

    @Test("limits and scheduling are what the C library reads")
    func limits() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(7), &limit)
        let values = try OwnLimits.values(7)
        #expect(values.soft == limit.rlim_cur)
        #expect(values.hard == limit.rlim_max)
        #expect(try OwnScheduling.policy().number == sched_getscheduler(0) & 0xff)
        #expect(try OwnScheduling.affinity().contains { $0 != 0 })
    }
}

@Suite("Entries by descriptor")
struct EntryTests {
    @Test("names in no encoding are found and removed")
    func names() throws {
        let scratch = try ScratchFolder()
        let name = (scratch.path + "/").utf8CString.dropLast() + [-1, -2, 0]
        try #require(Array(name).withUnsafeBufferPointer { mkdir($0.baseAddress!, 0o755) } == 0)
        let directory = try FileDescriptor.open(scratch.path, [.readOnly, .directory])
        let names = try #require(try directory.nextNames())
        #expect(names.count == 1)
        #expect(try directory.nextNames() == nil)
        for name in names { try directory.removeDirectory(name) }
        let again = try FileDescriptor.open(scratch.path, [.readOnly, .directory])
        #expect(try (again.nextNames() ?? []).isEmpty)
    }

    @Test("two entries exchange their places in one step")
    func exchange() throws {
        let scratch = try ScratchFolder()
        try scratch.write("a", "1")
        try scratch.write("b", "22")
        let directory = try FileDescriptor.open(scratch.path, [.path, .directory])
        try directory.exchange("a", with: "b")
        #expect(try directory.status(of: "a").size == 2)
        #expect(try directory.status(of: "b").size == 1)
    }

    @Test("a link is an entry of its own and not followed unless asked")
    func links() throws {
        let scratch = try ScratchFolder()
        try scratch.write("file", "x")
        let directory = try FileDescriptor.open(scratch.path, [.path, .directory])
        try directory.makeLink("link", to: "file")
        #expect(try directory.status(of: "link").kind == .symbolicLink)
        #expect(try directory.linkTarget("link") == "file")
        #expect(throws: SystemError(call: "openat2", errno: ELOOP)) {
            _ = try directory.open("link", [.readOnly, .noFollow]).rawValue
        }
        #expect(try directory.open("link", .readOnly).status().kind == .regular)
    }

    @Test("a file larger than its reader allows is an error, not a part of it")
    func limit() throws {
        let scratch = try ScratchFolder()
        try scratch.write("file", String(repeating: "x", count: 1000))
        let file = try FileDescriptor.open(scratch.path + "/file", .readOnly)
        #expect(throws: SystemError(call: "read", errno: EFBIG)) { try file.contents(upTo: 999) }
        let again = try FileDescriptor.open(scratch.path + "/file", .readOnly)
        #expect(try again.contents(upTo: 1000).count == 1000)
    }

    @Test("another user's rights are borrowed for one call and given back")
    func asUser() throws {
        try #require(getuid() == 0, "changes the file-system user")
        let scratch = try ScratchFolder()
        chmod(scratch.path, 0o755)
        try scratch.write("secret", "x", mode: 0o600)
        let directory = try FileDescriptor.open(scratch.path, [.path, .directory])
        #expect(throws: SystemError(call: "openat2", errno: EACCES)) {
            _ = try directory.open(
                "secret",
                .readOnly,
                mode: 0,
                resolve: [],
                asUser: 64321,
                group: 64321,
                groups: []
            ).rawValue
        }
        #expect(try directory.open("secret", .readOnly).status().kind == .regular)
    }
}
