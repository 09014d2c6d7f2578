import SandboxPolicy
import ServiceModel
import UnitFiles
import UnitSet

/// From files already read to the compiled set. Nothing here opens anything: it runs after the loader has given
/// its privilege up.
struct SetCompiler {
    let facts: HostFacts
    let places: LoaderPlaces
    let isLenient: Bool

    func compile(_ findings: ScanFindings, settings: ReadFile) -> CompiledSet {
        var set = CompiledSet()
        set.managerDiagnostics = settings.problems + findings.diagnostics
        if let file = settings.file {
            let read = UnitReading.settings(file)
            set.manager = read.settings
            set.managerDiagnostics += read.diagnostics
        }
        let options = options(set.manager)
        var assembler = UnitAssembler(
            host: facts.features,
            isBestEffort: set.manager.isBestEffort,
            isLenient: isLenient
        )
        set.units = findings.units.map { unit($0, options, &assembler) }
        return set
    }

    private func unit(
        _ source: UnitSource,
        _ options: ReadingOptions,
        _ assembler: inout UnitAssembler
    ) -> CompiledUnit {
        if source.isMasked {
            var unit = CompiledUnit(source)
            unit.loadState = .masked
            return unit
        }
        guard source.fragment != nil else {
            var unit = CompiledUnit(source)
            unit.judge(isRefused: false)
            return unit
        }
        return assembler.assemble(UnitReading.unit(source, options: options), from: source)
    }

    private func options(_ manager: ManagerSettings) -> ReadingOptions {
        UnitReading.options(facts, places, manager: manager, isLenient: isLenient)
    }
}
