import Glibc
import LaunchProtocol
import ServiceModel
import UnitSet

/// From the request to the first instruction of the service: the helper alone, without a daemon.
struct LaunchBenchmark {
    private let programs: Programs
    private let job: [UInt8]
    /// The same, to be prepared in advance.
    private let standbyJob: [UInt8]

    init(_ programs: Programs) throws {
        self.programs = programs
        job = try LaunchBenchmark.job(programs, standsBy: false)
        standbyJob = try LaunchBenchmark.job(programs, standsBy: true)
    }

    func run(rounds: Int) throws -> [Figure] {
        let server = try ForkServer(programs.exec)
        var launch: [Double] = []
        var double: [Double] = []
        var lean: [Double] = []
        var prepared: [Double] = []
        var single: [Double] = []
        for _ in 0..<rounds {
            double.append(try measureDouble(programs.floor))
            launch.append(try measureLaunch(server))
            lean.append(try measureDouble(programs.leanFloor))
            single.append(try measureSingle())
            prepared.append(try measurePrepared(server))
        }
        return [
            .ratio("launch, over two bare execs", launch, over: double, atMost: 1.35),
            .ratio("launch, over two bare execs linked with musl", launch, over: lean),
            .ratio("launch, prepared, over one bare exec", prepared, over: single, atMost: 1.5),
        ]
    }

    /// Every measurement begins on a machine that has come to rest: how deep its processors sleep must not depend on
    /// what was measured before.
    private func rest() -> Double {
        usleep(2000)
        return now()
    }

    /// The unit as the loader compiles it, as the daemon sends it.
    private static func job(_ programs: Programs, standsBy: Bool) throws -> [UInt8] {
        let units = programs.scratch + "/launch"
        mkdir(units, 0o755)
        try programs.write(
            units + "/one.service",
            Programs.unit(running: programs.first) + "StandardOutput=inherit\n"
        )
        let output = units + "/compiled"
        let file = open(output, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let loader = try Process([programs.load, "--unit-path", units], output: .inherited, passing: file)
        guard loader.end() == 0 else { throw BenchmarkFailure("supervisor-load failed") }
        let reader = try UnitSetReader { offset, count in
            var bytes = [UInt8](repeating: 0, count: count)
            return pread(file, &bytes, count, offset) == count ? bytes : nil
        }
        var context = LaunchContext()
        context.unit = "one.service"
        context.directoryBases = ["/run", "/var/lib", "/var/cache", "/var/log", "/etc"]
        context.variables = [.init(name: "INVOCATION_ID", value: String(repeating: "0", count: 32))]
        context.standsBy = standsBy
        return LaunchJob.join(
            context: context.encoded(),
            plan: try reader.plan(at: 0),
            task: try reader.command(at: 0, .start, 0)
        )
    }

    private func measureDouble(_ floor: String) throws -> Double {
        let first = try FirstInstruction()
        let pair = try SocketPair()
        let from = rest()
        let words = [floor, "become", programs.first]
        let process = try Process(words, output: .descriptor(first.input), passing: pair.theirs)
        return try first.wait(of: process) - from
    }

    private func measureSingle() throws -> Double {
        let first = try FirstInstruction()
        let from = rest()
        let process = try Process([programs.first], output: .descriptor(first.input))
        return try first.wait(of: process) - from
    }

    /// As the supervisor does it: a copy of the helper that waits.
    private func measureLaunch(_ server: ForkServer) throws -> Double {
        let first = try FirstInstruction()
        let from = rest()
        let helper = try server.fork()
        try helper.send(job, output: first.input)
        return try first.wait(of: helper.process) - from
    }

    /// A helper that has prepared the job.
    private func measurePrepared(_ server: ForkServer) throws -> Double {
        let first = try FirstInstruction()
        let helper = try server.fork()
        try helper.send(standbyJob, output: first.input)
        let pid = helper.process.pid
        try wait("the helper to be prepared") {
            text(of: "/proc/\(pid)/status").contains("Seccomp:\t2")
                && text(of: "/proc/\(pid)/wchan").contains("wait_for_more_packets")
        }
        let from = rest()
        try helper.send([1])
        return try first.wait(of: helper.process) - from
    }
}

/// The pipe on which `first` tells when it began.
private final class FirstInstruction {
    let output: Int32
    let input: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchmarkFailure("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (output, input) = (ends[0], ends[1])
    }

    deinit {
        close(output)
        close(input)
    }

    /// Microseconds since the machine's start; the process is ended.
    func wait(of process: Process) throws -> Double {
        defer { process.end(with: SIGKILL) }
        var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        var nanoseconds: UInt64 = 0
        guard poll(&ready, 1, 5000) == 1, read(output, &nanoseconds, 8) == 8 else {
            throw BenchmarkFailure("the program did not start")
        }
        return Double(nanoseconds) / 1e3
    }
}
