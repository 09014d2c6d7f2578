import Glibc

/// A thousand confined units: loading, starting, holding and showing them.
struct ManyUnitsBenchmark {
    private let programs: Programs
    private let count: Int

    init(_ programs: Programs, count: Int = 1000) {
        self.programs = programs
        self.count = count
    }

    private func write(_ count: Int, to folder: String) throws {
        for index in 0..<count {
            try programs.write(
                folder + "/u\(index).service",
                Programs.unit(running: "\(programs.floor) wait")
            )
        }
    }

    // MARK: loading

    func load(rounds: Int) throws -> [Figure] {
        let folder = programs.scratch + "/load"
        mkdir(folder, 0o755)
        try write(count, to: folder)
        var times: [Double] = []
        for _ in 0..<rounds {
            let file = open(programs.scratch + "/compiled", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            defer { close(file) }
            let from = now()
            let loader = try Process([programs.load, "--unit-path", folder], passing: file)
            guard loader.end() == 0 else { throw BenchmarkFailure("supervisor-load failed") }
            times.append((now() - from) / 1e6)
        }
        return [.amount("load of \(count) units with filters", times.median, "s", atMost: 1)]
    }

    // MARK: starting

    func start(rounds: Int) throws -> [Figure] {
        let supervisor = try Supervisor(programs, "start") { try write(count, to: $0) }
        defer { supervisor.end() }
        var ours: [Double] = []
        var floor: [Double] = []
        for _ in 0..<rounds {
            let words = ["many", String(count), "64", programs.floor, "become", programs.floor, "wait"]
            let output = try Process.output(of: [programs.floor] + words)
            guard output.status == 0, let time = Double(output.text.prefix { $0.isNumber }) else {
                throw BenchmarkFailure("the C loop failed: \(output.status)")
            }
            floor.append(time)
            let from = now()
            try supervisor.control("start", "all")
            ours.append(now() - from)
            try supervisor.control("stop", "all")
        }
        return [.ratio("cold start of \(count) units, over a C loop", ours, over: floor, atMost: 1.3)]
    }

    // MARK: holding and showing

    func hold(seconds: UInt32) throws -> [Figure] {
        let empty = try Supervisor(programs, "empty") { _ in }
        let bare = (empty.memory("Private_Clean") + empty.memory("Private_Dirty")) / 1e6
        empty.end()
        let supervisor = try Supervisor(programs, "hold") { try write(count, to: $0) }
        defer { supervisor.end() }
        try supervisor.control("start", "all")
        try supervisor.settle()
        let held = supervisor.memory("Private_Dirty")
        let status = try status(of: supervisor, rounds: 30)
        let wakeUps = try idle(supervisor, seconds: seconds)
        return [
            .amount("private memory of supervisord without a unit", bare, "MB", atMost: 2),
            .amount("private dirty memory with \(count) services", held / 1e6, "MB", atMost: 1),
            .amount("status of \(count) units, the whole process", status, "ms", atMost: 9),
            .amount("wake-ups in \(seconds) s with \(count) services", Double(wakeUps), "", atMost: 0),
        ]
    }

    private func status(of supervisor: Supervisor, rounds: Int) throws -> Double {
        var times: [Double] = []
        for _ in 0..<rounds {
            let from = now()
            let client = try Process(supervisor.command("status"))
            let status = client.end()
            times.append((now() - from) / 1000)
            guard status == 0 else { throw BenchmarkFailure("status: \(status)") }
        }
        return times.median
    }

    private func idle(_ supervisor: Supervisor, seconds: UInt32) throws -> Int {
        try supervisor.settle()
        let first = supervisor.wakeUps()
        sleep(seconds)
        return supervisor.wakeUps() - first
    }

    /// What one more running service costs, between `count` and `most` of them.
    func growth(to most: Int) throws -> [Figure] {
        func dirty(_ units: Int) throws -> Double {
            let supervisor = try Supervisor(programs, "grow\(units)") { try write(units, to: $0) }
            defer { supervisor.end() }
            try supervisor.control("start", "all")
            try supervisor.settle()
            return supervisor.memory("Private_Dirty")
        }
        let each = (try dirty(most) - dirty(count)) / Double(most - count) / 1024
        return [.amount("private dirty memory for each further, to \(most)", each, "KB", atMost: 0.5)]
    }
}
