import ControlProtocol
import Glibc
import TestSupport
import Testing

@Suite("A service that attacks", .serialized)
struct AttackTests {
    private static let table = Result { try AttackTable() }

    /// What came of every attack under every profile: one run for all the tests.
    private static let outcomes = Result { () throws -> [String: [String: String]] in
        let table = try AttackTests.table.get()
        let field = try Battlefield()
        var outcomes: [String: [String: String]] = [:]
        for profile in table.profileNames {
            outcomes[profile] = try field.fight(
                profile,
                lines: table.lines(of: profile),
                attacks: table.attacks(on: profile)
            )
        }
        return outcomes
    }

    private static var expectations: [AttackTable.Expectation] { (try? table.get().expectations) ?? [] }

    @Test("succeeds where nothing is asked for, and fails where it must", arguments: expectations)
    func attack(_ expectation: AttackTable.Expectation) throws {
        let outcome =
            (try? AttackTests.outcomes.get())?[expectation.profile]?[expectation.attack] ?? "not run"
        #expect(expectation.outcomes.contains(outcome))
    }

    @Test("is listed in docs/testing.md with all it can try, and each attack succeeds as root or comes close")
    func complete() throws {
        let table = try AttackTests.table.get()
        _ = try AttackTests.outcomes.get()
        let known = try Command.run(RunningSupervisor.probe, ["attacks"])
        let names = known.output.split(separator: "\n").map(String.init)
        #expect(Set(table.expectations.map(\.attack)) == Set(names))
        #expect(names.count > 80)
        // Past the check of privilege: a program that runs, no such feature in the kernel, rubbish given on purpose.
        let close: Set = ["ok", "ETXTBSY", "ENOSYS", "ENOENT", "EINVAL", "ENOEXEC"]
        for expectation in table.expectations where ["root", "jail"].contains(expectation.profile) {
            // The one capability that whoever runs the tests may lack.
            let mayBeRefused = expectation.attack == "raise-limit"
            #expect(
                close.union(mayBeRefused ? ["EPERM"] : []).isSuperset(of: expectation.outcomes),
                "\(expectation)"
            )
        }
    }

    @Test("forks without end only up to its limit, while the supervisor answers, and is stopped whole")
    func forkBomb() throws {
        let result = "/tmp/castellan-fork-bomb-\(getpid())"
        let supervisor = try RunningSupervisor([
            "bomb.service": """
            [Service]
            User=\(Battlefield.user)
            LimitNPROC=100
            StandardOutput=file:\(result)
            ExecStart=\(RunningSupervisor.probe) fork-bomb 100000 then sleep
            """
        ])
        defer { unlink(result) }
        #expect(try supervisor.start("bomb").outcome == .done)
        try supervisor.wait("the bomb") { (try? Files.text(result).hasSuffix(" EAGAIN\n")) == true }
        let words = try Files.text(result).split(separator: " ")
        #expect((50..<100).contains(Int(words[1]) ?? 0), "\(words)")
        let before = RunningSupervisor.now()
        #expect(try supervisor.status("bomb").summary.state == .running)
        #expect(RunningSupervisor.now() - before < 1)
        let group = try #require(try supervisor.status("bomb").controlGroup)
        #expect(try supervisor.stop("bomb").outcome == .done)
        #expect(!Files.exists(group))
    }
}
