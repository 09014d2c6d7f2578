import Glibc

/// Microseconds since the machine's start.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}

/// What a benchmark could not do.
struct BenchmarkFailure: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// Looks until the condition holds, at most a minute.
func wait(_ what: String, every microseconds: UInt32 = 1000, until condition: () throws -> Bool) throws {
    let deadline = now() + 60e6
    while now() < deadline {
        if try condition() { return }
        usleep(microseconds)
    }
    throw BenchmarkFailure("waited a minute for \(what)")
}
