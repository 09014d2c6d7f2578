import LaunchProtocol
import ServiceModel
import UnitSet

extension CompiledUnit {
    /// What is known of a unit before its files are understood.
    init(_ source: UnitSource) {
        self.init(name: source.name)
        fragmentPath = source.fragment?.path ?? ""
        dropInPaths = source.dropIns.map(\.path)
        aliases = source.aliases
        diagnostics = source.problems
        plan = LaunchPlan().encoded()
    }

    /// A unit for which there is no room any more.
    init(tooMuch source: UnitSource) {
        self.init(source)
        let message = "is not loaded: all units together exceed \(LoadLimits.compiledSize >> 20) MiB"
        diagnostics = [FileReader.problem(.error, fragmentPath, message)]
        judge(isRefused: false)
    }

    /// Roughly the bytes of memory it takes until it is written, what other units share left out.
    var size: Int {
        let texts =
            commandLines.joined() + outcomes.map(\.requested) + diagnostics.map(\.message)
            + properties.map(\.value)
        return plan.count - sharedPlanSuffix + commands.joined().reduce(0) { $0 + $1.count }
            + texts.reduce(0) { $0 + $1.utf8.count }
    }

    /// The state that the findings call for; puts these in the order of the files and keeps their number bounded.
    mutating func judge(isRefused: Bool) {
        sortDiagnostics()
        let hasErrors = diagnostics.contains { $0.severity == .error }
        if isRefused {
            loadState = .refused
        } else if hasErrors {
            loadState = .badSetting
        }
        guard diagnostics.count > LoadLimits.diagnostics else { return }
        let left = diagnostics.count - LoadLimits.diagnostics
        // Errors first: they say why the unit is refused.
        let errors = diagnostics.filter { $0.severity == .error }
        let others = diagnostics.filter { $0.severity != .error }
        diagnostics = Array((errors + others).prefix(LoadLimits.diagnostics))
        diagnostics.append(Diagnostic(.note, at: nil, "\(left) further findings are left out"))
    }

    /// Findings without a place last, as they came.
    private mutating func sortDiagnostics() {
        var ranks: [String: Int] = [:]
        for (rank, path) in ([fragmentPath] + dropInPaths).enumerated() { ranks[path] = rank }
        func key(_ index: Int) -> (Int, Int, Int, Int) {
            guard let place = diagnostics[index].location else { return (.max, 0, 0, index) }
            return (ranks[place.file] ?? -1, place.line, place.column, index)
        }
        diagnostics = diagnostics.indices.sorted { key($0) < key($1) }.map { diagnostics[$0] }
    }
}
