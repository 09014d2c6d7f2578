import Glibc

/// Measures the costs that Castellan promises and prints each beside its target. Every ratio compares with a
/// bare floor measured in turn with it, in the same run.
func run(_ arguments: [String]) throws -> Int32 {
    guard arguments.count >= 3 else {
        print(
            "usage: castellan-bench FOLDER-OF-PROGRAMS FOLDER-OF-FLOORS [launch|respawn|load|start|hold|growth]..."
        )
        return 2
    }
    let programs = try Programs(folder: arguments[1], floors: arguments[2])
    defer { programs.remove() }
    // Pages of a program that was just built and not written to disk yet count as its processes' dirty memory.
    sync()
    let wanted = Set(arguments.dropFirst(3))
    let many = ManyUnitsBenchmark(programs)
    let all: [(name: String, run: () throws -> [Figure])] = [
        ("launch", { try LaunchBenchmark(programs).run(rounds: 400) }),
        ("respawn", { try RespawnBenchmark(programs).run(rounds: 400) }),
        ("load", { try many.load(rounds: 9) }),
        ("start", { try many.start(rounds: 9) }),
        ("hold", { try many.hold(seconds: 60) }),
        ("growth", { try many.growth(to: 10_000) }),
    ]
    guard wanted.isSubset(of: all.map(\.name)) else {
        print("castellan-bench: the benchmarks are \(all.map(\.name).joined(separator: ", "))")
        return 2
    }
    var missed = 0
    for benchmark in all where wanted.isEmpty || wanted.contains(benchmark.name) {
        let figures = try benchmark.run()
        for figure in figures { print(figure.line) }
        fflush(nil)
        missed += figures.count { !$0.isWithin }
    }
    // No failure: what is measured depends on what else the machine does.
    print(missed == 0 ? "every target is kept" : "missed: \(missed), marked with !")
    return 0
}

do {
    exit(try run(CommandLine.arguments))
} catch {
    print("castellan-bench: \(error)")
    exit(1)
}
