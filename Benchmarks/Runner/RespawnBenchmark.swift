import Glibc

/// From the death of a service to the first instruction of the next: a hundred confined services against a C
/// loop that keeps a hundred programs alive.
struct RespawnBenchmark {
    private static let count = 100

    private let programs: Programs

    init(_ programs: Programs) {
        self.programs = programs
    }

    func run(rounds: Int) throws -> [Figure] {
        let warm = try run("warm", rounds: rounds, settings: "")
        let cold = try run("cold", rounds: rounds, settings: "WarmHelpers=0\n")
        return [
            .ratio("kill to respawned, over a C loop", warm.ours, over: warm.floor, atMost: 1.5),
            .ratio("kill to respawned, WarmHelpers=0, over a C loop", cold.ours, over: cold.floor),
        ]
    }

    private func run(_ name: String, rounds: Int, settings: String) throws -> (
        ours: [Double], floor: [Double]
    ) {
        let ours = try Announcements(programs.scratch + "/ours-\(name)")
        let floors = try Announcements(programs.scratch + "/floors-\(name)")
        let supervisor = try Supervisor(programs, "respawn-\(name)", settings: "[Manager]\n" + settings) {
            folder in
            for index in 0..<RespawnBenchmark.count {
                try programs.write(
                    folder + "/s\(index).service",
                    Programs.unit(running: "\(programs.floor) serve \(ours.path)")
                )
            }
        }
        defer { supervisor.end() }
        try supervisor.control("start", "all")
        let loop = try Process(
            [programs.floor, "respawn", String(RespawnBenchmark.count), programs.floor, "serve", floors.path]
        )
        var own = try (0..<RespawnBenchmark.count).map { _ in try ours.next().pid }
        var bare = try (0..<RespawnBenchmark.count).map { _ in try floors.next().pid }
        defer {
            loop.end(with: SIGKILL)
            for pid in bare { kill(pid, SIGKILL) }
        }
        var times: (ours: [Double], floor: [Double]) = ([], [])
        for round in 0..<rounds {
            let index = round % RespawnBenchmark.count
            times.ours.append(try measure(&own[index], ours))
            times.floor.append(try measure(&bare[index], floors))
        }
        return times
    }

    private func measure(_ pid: inout pid_t, _ announcements: Announcements) throws -> Double {
        // A crash seldom comes while the one before is being dealt with: a waiting helper is replaced first.
        usleep(20_000)
        let from = now()
        kill(pid, SIGKILL)
        let next = try announcements.next()
        pid = next.pid
        return next.time - from
    }
}

/// The socket at which services tell that they run.
final class Announcements {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, chmod(path, 0o666) == 0 else { throw BenchmarkFailure("bind \(path)") }
    }

    deinit {
        close(descriptor)
    }

    /// The next service that runs, and when its first instructions did.
    func next() throws -> (pid: pid_t, time: Double) {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var announcement: (pid: Int64, nanoseconds: UInt64) = (0, 0)
        guard poll(&ready, 1, 60_000) == 1, recv(descriptor, &announcement, 16, 0) == 16 else {
            throw BenchmarkFailure("no service announced itself within a minute")
        }
        return (pid_t(announcement.pid), Double(announcement.nanoseconds) / 1e3)
    }
}
