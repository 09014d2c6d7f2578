import Glibc
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import DaemonCore

@Suite("The exit journal")
struct ExitJournalTests {
    private func record(_ number: Int) -> ExitRecord {
        var record = ExitRecord(
            unit: "unit\(number).service",
            invocation: InvocationID(high: 7, low: UInt64(number)),
            command: .start,
            pid: Int32(number),
            status: .signaled(.segmentationFault, coreDumped: true)
        )
        record.uid = 61184
        record.startedAt = WallTime(microseconds: 1_000_000)
        record.endedAt = WallTime(microseconds: 2_000_000)
        record.result = .coreDump
        record.restartCount = 3
        record.failedStep = "user"
        record.failedErrno = 1
        record.requestedBy = "uid 0 (pid 1)"
        return record
    }

    private func open(_ folder: ScratchFolder, maximumSize: UInt64 = 1 << 20) -> ExitJournal {
        ExitJournal(path: folder.path + "/j", maximumSize: maximumSize, log: Log(output: .nowhere()))
    }

    private func all(_ journal: ExitJournal) -> [ExitRecord] {
        var records: [ExitRecord] = []
        journal.newestFirst {
            records.append($0)
            return true
        }
        return records
    }

    @Test("gives back what was appended, newest first, after being opened again")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        let records = (1...5).map(record)
        let journal = open(folder)
        for record in records { journal.append(record) }
        #expect(all(open(folder)) == records.reversed())
    }

    @Test("is looked through in pieces, across its files and whatever happens to them meanwhile")
    func pieces() throws {
        let folder = try ScratchFolder()
        let journal = open(folder, maximumSize: 1 << 20)
        for number in 1...5000 { journal.append(record(number)) }
        #expect(access(folder.path + "/j.1", F_OK) == 0, "it has two files")
        let expected = all(journal).map(\.pid)
        let history = journal.history()
        var found: [Int32] = []
        var pieces = 0
        var hasMore = true
        while hasMore {
            hasMore = history.look {
                found.append($0.pid)
                return true
            }
            pieces += 1
            // Rotates under its hands.
            for number in 1...500 { journal.append(record(number)) }
        }
        #expect(found == expected)
        #expect(pieces > 8)
    }

    @Test("drops a record torn at any byte, keeps those before it, and goes on behind them")
    func tornTail() throws {
        let whole = JournalFrame.encode(ExitRecordCodec.encode(record(1)))
        let second = JournalFrame.encode(ExitRecordCodec.encode(record(2)))
        for cut in 1..<second.count {
            let folder = try ScratchFolder()
            try folder.write("j", whole + second.prefix(cut))
            let journal = open(folder)
            journal.append(record(3))
            #expect(all(journal).map(\.pid) == [3, 1], "cut after \(cut) bytes")
        }
    }

    @Test("loses the record that is damaged, wherever, and no other")
    func damagedFile() throws {
        let frames = (1...3).map { JournalFrame.encode(ExitRecordCodec.encode(record($0))) }
        let whole = Array(frames.joined())
        for (number, frame) in frames.enumerated() {
            let start = frames[..<number].joined().count
            for index in start..<start + frame.count {
                let folder = try ScratchFolder()
                var damaged = whole
                damaged[index] ^= 0x10
                try folder.write("j", damaged)
                let journal = open(folder)
                journal.append(record(4))
                let left = [4, 3, 2, 1].filter { $0 != number + 1 }
                #expect(all(journal).map(\.pid) == left.map { Int32($0) }, "byte \(index)")
            }
        }
    }

    @Test(
        "takes the zeros that a lost write leaves behind for torn, whole frames of nothing though they look"
    )
    func zeros() {
        let whole = JournalFrame.encode(ExitRecordCodec.encode(record(1)))
        for count in 1...40 {
            let bytes = whole + [UInt8](repeating: 0, count: count)
            #expect(
                JournalReader.extent(of: bytes) == JournalReader.Extent(wholeLength: whole.count),
                "\(count) zeros"
            )
        }
    }

    @Test("notices a flipped bit anywhere in a record")
    func damage() {
        let frame = JournalFrame.encode(ExitRecordCodec.encode(record(1)))
        for index in frame.indices {
            var damaged = frame
            damaged[index] ^= 0x10
            #expect(JournalFrame.payload(in: damaged, at: 0) == nil, "byte \(index)")
        }
    }

    @Test("stays within its size, keeping the newest records")
    func bounded() throws {
        let folder = try ScratchFolder()
        let journal = open(folder, maximumSize: 8192)
        for number in 1...400 { journal.append(record(number)) }
        let size = try folder.size("j") + folder.size("j.1")
        #expect(size <= 8192 + 512)
        let kept = all(journal).map(\.pid)
        #expect(kept.first == 400)
        #expect(kept == Array(stride(from: 400, to: 400 - Int32(kept.count), by: -1)))
    }

    @Test("stays within its size where the file before it cannot be replaced, and says so once")
    func unrotatable() throws {
        let folder = try ScratchFolder()
        try StateFile.makeDirectory(folder.path + "/j.1", mode: 0o755)
        let output = try FileDescriptor(
            owning: StateFile.openForAppending(folder.path + "/log", mode: 0o644).release()
        )
        let journal = ExitJournal(path: folder.path + "/j", maximumSize: 8192, log: Log(output: output))
        var largest = 0
        for number in 1...400 {
            journal.append(record(number))
            largest = max(largest, try folder.size("j"))
        }
        #expect(largest <= 4096 + 512)
        let said = String(decoding: try StateFile.contents(folder.path + "/log"), as: UTF8.self)
        #expect(said.split(separator: "\n").count == 1, "\(said)")
        let kept = all(journal).map(\.pid)
        #expect(kept == Array(stride(from: 400, to: 400 - Int32(kept.count), by: -1)) && !kept.isEmpty)
        // Once it can be, it is again.
        try StateFile.removeDirectory(folder.path + "/j.1")
        for number in 401...500 { journal.append(record(number)) }
        #expect(try folder.size("j.1") > 0)
    }

    @Test("cuts no record off when a torn one could not be cut off at once")
    func untruncatable() throws {
        var number = 0
        var kept: [Int32] = []
        try MountNamespace.with {
            let folder = try ScratchFolder()
            guard mount("none", folder.path, "tmpfs", 0, "size=64k") == 0 else {
                throw SystemError(call: "mount", errno: errno)
            }
            defer { umount2(folder.path, Int32(MNT_DETACH)) }
            let journal = open(folder)
            func append(until isEnough: () throws -> Bool) throws {
                while try !isEnough() {
                    number += 1
                    journal.append(record(number))
                }
            }
            func fill() {
                let file = Glibc.open(folder.path + "/fill", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                while write(file, [UInt8](repeating: 0, count: 4096), 4096) > 0 {}
                close(file)
            }
            try append { try folder.size("j") > 3000 }
            // It may only grow, and no more than the page it has begun.
            try attribute("+a", of: folder.path + "/j")
            fill()
            try append { !journal.isDurable }
            guard try folder.size("j") == 4096 else { throw SystemError(call: "append", errno: 0) }
            try attribute("-a", of: folder.path + "/j")
            unlink(folder.path + "/fill")
            try append { try folder.size("j") > 6000 }
            fill()
            try append { !journal.isDurable }
            kept = all(journal).map(\.pid)
        }
        #expect(kept == (1...Int32(number)).reversed())
    }

    /// Of a file, after `chattr(1)`.
    private func attribute(_ change: String, of path: String) throws {
        let outcome = try Command.run("/usr/bin/chattr", [change, path])
        guard outcome.status == 0 else { throw SystemError(call: outcome.output, errno: 0) }
    }

    @Test("keeps records in memory while the file cannot be written, and writes them when it can")
    func unwritable() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/missing/j"
        let journal = ExitJournal(path: path, maximumSize: 1 << 20, log: Log(output: .nowhere()))
        journal.append(record(1))
        #expect(!journal.isDurable)
        #expect(all(journal).map(\.pid) == [1])
        try StateFile.makeDirectory(folder.path + "/missing", mode: 0o755)
        journal.append(record(2))
        #expect(journal.isDurable)
        #expect(all(journal).map(\.pid) == [2, 1])
    }

    @Test("decodes no prefix of a record, and traps on none")
    func prefixes() {
        let bytes = ExitRecordCodec.encode(record(1))
        for count in 0..<bytes.count {
            #expect(throws: (any Error).self) { try ExitRecordCodec.decode(Array(bytes.prefix(count))) }
        }
    }

    @Test("computes CRC-32C as RFC 3720 appendix B.4 lists it")
    func checksum() {
        #expect(Checksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(Checksum.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(Checksum.of((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    }
}
