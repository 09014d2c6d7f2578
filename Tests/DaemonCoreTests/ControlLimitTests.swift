import EventLoop
import Glibc
import LinuxSystem
import Testing

@testable import DaemonCore

@Suite("What clients may take up")
struct ControlLimitTests {
    private func claim(_ uid: UInt32, _ waiting: Int) -> OutgoingQuota.Claim {
        .init(uid: uid, isAdministrator: uid == 0, waiting: waiting)
    }

    @Test("of memory is bounded for each user and for all, and never takes it from who administers")
    func memory() {
        let mega = 1 << 20
        let hogs = [claim(1, 16 * mega), claim(2, 16 * mega)]
        #expect(!OutgoingQuota.permits(1, to: claim(1, 0), beside: [claim(1, 16 * mega)]))
        #expect(OutgoingQuota.permits(16 * mega, to: claim(2, 0), beside: [claim(1, 16 * mega)]))
        #expect(!OutgoingQuota.permits(1, to: claim(3, 0), beside: hogs))
        #expect(OutgoingQuota.permits(32 * mega, to: claim(0, 0), beside: hogs))
        #expect(!OutgoingQuota.permits(1, to: claim(0, 0), beside: hogs + [claim(0, 32 * mega)]))
        #expect(OutgoingQuota.permits(16 * mega, to: claim(1, 0), beside: [claim(0, 32 * mega)]))
    }

    @Test("of the log is a line a second for each user, with the number of the refusals")
    func log() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        func lines() -> [String] {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = max(0, read(ends[0], &bytes, bytes.count))
            return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map {
                String($0.drop { $0 != "c" })
            }
        }
        let reactor = try Reactor()
        let refusals = RefusalLog(Log(output: FileDescriptor(owning: ends[1])), reactor)
        for _ in 0..<500 { refusals.note(PeerCredentials(pid: 7, uid: 1000, groups: []), "no") }
        refusals.note(PeerCredentials(pid: 8, uid: 1001, groups: []), "never")
        #expect(
            lines() == ["control: uid 1000 (pid 7) refused: no", "control: uid 1001 (pid 8) refused: never"]
        )
        reactor.deadlines.fire(upTo: Clock.monotonic() + 1_000_000)
        #expect(lines() == ["control: uid 1000 refused 499 times more within a second"])
        refusals.note(PeerCredentials(pid: 7, uid: 1000, groups: []), "no")
        reactor.deadlines.fire(upTo: Clock.monotonic() + 2_000_000)
        #expect(lines() == ["control: uid 1000 refused 1 times more within a second"])
        reactor.deadlines.fire(upTo: Clock.monotonic() + 3_000_000)
        #expect(reactor.deadlines.earliest == nil, "nobody is remembered for longer than it takes")
    }
}
