import Glibc

/// Measures the costs that Castellan promises and prints each beside its target. Every ratio compares with a
/// bare floor measured in turn with it, in the same run.
func run(_ arguments: [String]) throws -> Int32 {
    guard arguments.count >= 3 else {
        print("usage: castellan-bench FOLDER-OF-PROGRAMS FOLDER-OF-FLOORS [launch]...")
        return 2
    }
    let programs = try Programs(folder: arguments[1], floors: arguments[2])
    defer { programs.remove() }
    let wanted = Set(arguments.dropFirst(3))
    func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
    func show(_ figures: [Figure]) {
        for figure in figures { print(figure.line) }
        fflush(nil)
    }
    if isWanted("launch") { show(try LaunchBenchmark(programs).run(rounds: 400)) }
    return 0
}

do {
    exit(try run(CommandLine.arguments))
} catch {
    print("castellan-bench: \(error)")
    exit(1)
}
