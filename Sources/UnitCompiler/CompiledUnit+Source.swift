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

    /// The state that the findings call for; keeps their number bounded.
    mutating func judge(isRefused: Bool) {
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
}
