import Glibc
import LinuxSystem
import Testing

@testable import DaemonCore

@Suite("The daemon's log", .timeLimit(.minutes(1)))
struct LogTests {
    /// What waits to be read, without waiting for more.
    private func drained(_ reader: Int32) -> String {
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        var text: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(reader, &bytes, bytes.count)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += bytes.prefix(count)
        }
    }

    @Test("drops what does not fit into a pipe that nobody reads, and says how much")
    func fullPipe() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let log = Log(output: FileDescriptor(owning: ends[1]))
        let long = String(repeating: "a", count: 3000)
        for _ in 0..<100 { log.info(long) }
        let taken = drained(ends[0]).split(separator: "\n")
        #expect(taken.count > 10 && taken.allSatisfy { $0.hasSuffix("info: " + long) })
        log.info("after")
        let later = drained(ends[0]).split(separator: "\n")
        let dropped = 100 - taken.count
        try #require(later.count == 2)
        #expect(
            later[0].hasSuffix("warning: \(dropped) lines of this log were dropped: nobody read them in time")
        )
        #expect(later[1].hasSuffix("info: after"))
    }

    @Test("does not wait for a terminal that others hold too and whose output is stopped")
    func stoppedTerminal() throws {
        var (master, slave): (Int32, Int32) = (0, 0)
        try #require(openpty(&master, &slave, nil, nil, nil) == 0)
        defer {
            close(master)
            close(slave)
        }
        let log = Log(output: try StandardDescriptor.unshared(slave))
        for number in 0..<1000 { log.info("\(number) " + String(repeating: "a", count: 3000)) }
        #expect(drained(master).contains(" info: 0 aaa"))
        #expect(fcntl(slave, F_GETFL) & O_NONBLOCK == 0, "how the others use it is theirs")
        log.info("after")
        #expect(drained(master).hasSuffix(" info: after\r\n"))
    }

    @Test("goes on with a line of which a socket took only the beginning")
    func torn() throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        let log = Log(output: FileDescriptor(owning: ends[1]))
        for number in 0..<10_000 { log.info("line \(number) of many .") }
        let taken = drained(ends[0])
        log.info("last .")
        let lines = (taken + drained(ends[0])).split(separator: "\n")
        #expect(lines.count < 10_000)
        #expect(lines.last?.hasSuffix(" info: last .") == true)
        #expect(lines.dropLast(2).allSatisfy { $0.hasSuffix(" of many .") })
    }
}
