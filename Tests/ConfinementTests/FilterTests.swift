import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Testing

/// Small filter programs, `struct sock_filter` by hand.
enum Filters {
    static let allow: UInt32 = 0x7fff_0000
    static let kill: UInt32 = 0x8000_0000

    private static func instruction(_ code: UInt16, _ jumpTrue: UInt8, _ jumpFalse: UInt8, _ value: UInt32)
        -> [UInt8]
    {
        [UInt8(code & 0xff), UInt8(code >> 8), jumpTrue, jumpFalse]
            + (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    static let allowAll = FilterProgram(instructions: instruction(0x06, 0, 0, allow), isLogged: true)
    static let denyAll = FilterProgram(instructions: instruction(0x06, 0, 0, kill), isLogged: true)

    /// Answers one call with an action and allows all others.
    static func deny(_ call: Int, with action: UInt32) -> FilterProgram {
        FilterProgram(
            instructions: instruction(0x20, 0, 0, 0) + instruction(0x15, 0, 1, UInt32(call))
                + instruction(0x06, 0, 0, action) + instruction(0x06, 0, 0, allow),
            isLogged: false
        )
    }

    static func errno(_ number: Int32) -> UInt32 { 0x0005_0000 | UInt32(number) }
}

@Suite("System call filters of a launched service")
struct FilterTests {
    #if arch(x86_64)
        private let mkdirAt = 258
        private let execute = 59
    #else
        private let mkdirAt = 34
        private let execute = 221
    #endif

    @Test("with CAP_SYS_ADMIN a filter needs no no-new-privs, and the capability does not stay")
    func withAdministrator() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.filters = [Filters.deny(mkdirAt, with: Filters.errno(ENOTSUP)), Filters.allowAll]
        scenario.arguments = ["probe", "report", "then", "try", "mkdir", "fork"]
        let run = try scenario.run()
        #expect(run["seccomp"] == "2")
        #expect(run["no-new-privs"] == "0")
        #expect(run["permitted"] == "0000000000000000")
        #expect(run["mkdir"] == "EOPNOTSUPP")
        #expect(run["fork"] == "ok")
    }

    @Test("without CAP_SYS_ADMIN a user and a filter work together, by no-new-privs")
    func withoutAdministrator() throws {
        for identity in [AccountReference.number(64321), nil] {
            var scenario = try Scenario()
            scenario.restrictions = ["--bounding-set", "-sys_admin"]
            scenario.plan.identity.user = identity
            scenario.plan.filters = [Filters.deny(mkdirAt, with: Filters.errno(ENOTSUP))]
            scenario.arguments = ["probe", "report", "then", "try", "mkdir"]
            let run = try scenario.run()
            #expect(run.failure == nil)
            #expect(run["seccomp"] == "2")
            #expect(run["no-new-privs"] == "1")
            #expect(run["mkdir"] == "EOPNOTSUPP")
        }
    }

    @Test("with no filter nothing sets no-new-privs behind the unit's back")
    func noFilter() throws {
        var scenario = try Scenario()
        scenario.restrictions = ["--bounding-set", "-sys_admin"]
        scenario.plan.identity.user = .number(64321)
        #expect(try scenario.run()["no-new-privs"] == "0")
    }

    @Test("a filter that forbids execve ends the helper, and the program never runs")
    func forbidsExecution() throws {
        var scenario = try Scenario()
        scenario.plan.filters = [Filters.deny(execute, with: Filters.kill)]
        let killed = try scenario.run()
        #expect(killed.end == .signaled(SIGSYS))
        #expect(killed.output == "")
        scenario.plan.filters = [Filters.deny(execute, with: Filters.errno(EPERM))]
        let refused = try scenario.run()
        #expect(refused.failedStep == .execute)
        #expect(refused.failedErrno == EPERM)
        #expect(refused.end == .exited(203))
    }

    @Test("a filter the kernel does not accept stops the launch")
    func invalid() throws {
        var scenario = try Scenario()
        scenario.plan.filters = [
            FilterProgram(instructions: Array(repeating: 0xff, count: 8), isLogged: false)
        ]
        let run = try scenario.run()
        #expect(run.failedStep == .systemCallFilter)
        #expect(run.end == .exited(228))
        #expect(run.output == "")
    }
}
