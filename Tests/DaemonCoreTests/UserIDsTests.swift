import Glibc
import TestSupport
import Testing

@testable import DaemonCore

@Suite("Which user ids processes have")
struct UserIDsTests {
    private func status(_ state: String, uid: UInt32, threads: Int) -> [UInt8] {
        Array(
            "Name:\tx\nState:\t\(state)\nUid:\t\(uid)\t\(uid)\t\(uid)\t\(uid)\nThreads:\t\(threads)\n".utf8
        )
    }

    @Test("one that ended counts as none, unless threads of it live on, or the kernel knows of another")
    func zombies() {
        var ids = UserIDs()
        ids.note(status("Z (zombie)", uid: 61_200, threads: 1))
        ids.note(status("Z (zombie)", uid: 61_201, threads: 2))
        ids.note(status("S (sleeping)", uid: 61_202, threads: 1))
        ids.note(status("Z (zombie)", uid: 61_202, threads: 1))
        #expect(!ids.has(61_200, isListed: true))
        #expect(ids.has(61_201, isListed: true))
        #expect(ids.has(61_202, isListed: true))
        #expect(ids.has(61_202, isListed: false), "an effective id is not in the kernel's list")
        #expect(ids.has(61_203, isListed: true), "one that /proc does not show")
        #expect(!ids.has(61_203, isListed: false))
    }

    @Test("what /proc cuts off counts as at work")
    func cut() {
        var ids = UserIDs()
        ids.note(Array("State:\tZ (zombie)\nUid:\t61200\t61200\t61200\t61200\nGroups:\t1 2".utf8))
        #expect(ids.has(61_200, isListed: false))
    }

    @Test("are found though some process ends while they are looked for")
    func vanishing() throws {
        let folder = try ScratchFolder()
        for pid in ["100", "200", "300"] { mkdir(folder.path + "/" + pid, 0o755) }
        let status = "State:\tS (sleeping)\nUid:\t0\t61999\t0\t0\nThreads:\t1\n"
        try folder.write("200/status", status)
        #expect(UserSearch(processes: folder.path).hasProcess(61999))
    }
}
