import SandboxPolicy
import ServiceModel
import UnitSet

/// How exposed a unit is, or why that cannot be told.
struct UnitExposure {
    let name: String
    let exposure: Exposure?
    /// Without a score why there is none; with one why the unit would not start here.
    let problem: String?

    init(_ unit: CompiledUnit, _ problem: String) {
        name = unit.name.text
        exposure = nil
        self.problem = problem
    }

    init(_ unit: CompiledUnit, _ exposure: Exposure) {
        name = unit.name.text
        self.exposure = exposure
        switch unit.loadState {
        case .loaded, .masked: problem = nil
        case .badSetting, .refused: problem = "would be refused here: \(UnitExposure.reason(unit))"
        }
    }

    /// The first of the errors.
    static func reason(_ unit: CompiledUnit) -> String {
        unit.diagnostics.first { $0.severity == .error }?.message ?? "there is no such unit"
    }
}
