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
    var sizeLimit = LoadLimits.compiledSize

    /// The daemon knows peers by number. A group that does not exist gives nobody a right, and is said.
    private func resolveGroups(_ set: inout CompiledSet, _ path: String) {
        for (key, field) in [
            ("OperatorGroup", \ManagerSettings.operatorGroup), ("ViewerGroup", \.viewerGroup),
        ] {
            guard case .name(let name) = set.manager[keyPath: field] else { continue }
            if let number = facts.groups.groupNumber(name) {
                set.manager[keyPath: field] = .number(number)
            } else {
                set.manager[keyPath: field] = nil
                let location = SourceLocation(file: path, line: 1, column: 1)
                set.managerDiagnostics.append(
                    Diagnostic(.error, at: location, "\(key)= names '\(name)', which is no group here")
                )
            }
        }
    }

    func compile(_ findings: ScanFindings, settings: ReadFile) -> CompiledSet {
        var set = CompiledSet()
        set.managerDiagnostics = settings.problems + findings.diagnostics
        if let file = settings.file {
            let read = UnitReading.settings(file)
            set.manager = read.settings
            set.managerDiagnostics += read.diagnostics
            resolveGroups(&set, file.path)
        }
        let options = options(set.manager)
        var assembler = UnitAssembler(
            host: facts.features,
            isLenient: isLenient
        )
        var left = sizeLimit
        for source in findings.units {
            guard left > 0 else {
                set.units.append(CompiledUnit(tooMuch: source))
                continue
            }
            let compiled = unit(source, options, &assembler)
            let size = compiled.size
            set.units.append(left >= size ? compiled : CompiledUnit(tooMuch: source))
            left -= min(left, size)
        }
        set.takenUsers = takenUsers(assembler.users)
        return set
    }

    private func takenUsers(_ units: Set<AccountReference>) -> [UInt32] {
        let named = units.compactMap { user in
            switch user {
            case .number(let number): number
            case .name(let name): facts.users.userNumber(name)
            }
        }
        return Set(facts.users.userNumbers + named).filter(Identity.dynamicRange.contains).sorted()
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

    /// How exposed each unit is, without compiling it.
    func exposures(_ findings: ScanFindings, settings: ReadFile) -> [UnitExposure] {
        let manager = settings.file.map { UnitReading.settings($0).settings } ?? ManagerSettings()
        let isSystemds = UnitReading.options(facts, places, manager: manager, isLenient: true)
        let compiled = compile(findings, settings: settings)
        return zip(findings.units, compiled.units).map { source, unit in
            if source.isMasked { return UnitExposure(unit, "is masked") }
            guard source.fragment != nil else {
                return UnitExposure(unit, "does not load: \(UnitExposure.reason(unit))")
            }
            let parsed = UnitReading.unit(source, options: isSystemds)
            let hasAction = parsed.uses.contains { $0.directive == "SuccessAction" }
            if parsed.definition.commands.allSatisfy(\.isEmpty), !hasAction {
                return UnitExposure(unit, "does not load: it has no command")
            }
            let plan = ConfinementPlan(
                parsed.definition.execution,
                uses: parsed.uses,
                host: facts.features,
                isBestEffort: true
            )
            let exposure = Exposure(parsed.definition.execution, uses: parsed.uses, plan: plan) {
                FilterCompiler.number(of: $0).map { $0 >= 0 } ?? false
            }
            return UnitExposure(unit, exposure)
        }
    }

    private func options(_ manager: ManagerSettings) -> ReadingOptions {
        UnitReading.options(facts, places, manager: manager, isLenient: isLenient)
    }
}
