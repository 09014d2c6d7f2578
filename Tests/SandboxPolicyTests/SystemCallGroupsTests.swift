import SandboxPolicy
import Testing

@Suite("The system call groups")
struct SystemCallGroupsTests {
    @Test("are systemd's thirty, the first for every program, the last for all")
    func names() {
        let names = SystemCallGroups.all.map(\.name)
        #expect(names.count == 30)
        #expect(names.first == "@default")
        #expect(names.last == "@known")
        #expect(names[1..<29].elementsEqual(names[1..<29].sorted()))
    }

    @Test(
        "resolve to the number of calls that systemd counts",
        arguments: [
            ("@default", 70), ("@aio", 10), ("@basic-io", 18), ("@chown", 7), ("@clock", 6), ("@debug", 7),
            ("@file-system", 88), ("@io-event", 17), ("@ipc", 28), ("@mount", 12), ("@network-io", 22),
            ("@obsolete", 27), ("@privileged", 53), ("@process", 22), ("@raw-io", 7), ("@resources", 13),
            ("@sandbox", 4), ("@setuid", 14), ("@signal", 14), ("@sync", 7), ("@system-service", 395),
            ("@timer", 16), ("@known", 560),
        ]
    )
    func counts(name: String, count: Int) {
        #expect(SystemCallGroups.members(of: name)?.count == count)
    }

    @Test("hold no name of a group and no empty word once resolved")
    func resolved() {
        for group in SystemCallGroups.all {
            let members = SystemCallGroups.members(of: group.name) ?? []
            #expect(members.allSatisfy { !$0.isEmpty && !$0.hasPrefix("@") })
        }
        #expect(SystemCallGroups.members(of: "@nothing") == nil)
    }
}
