import LaunchProtocol
import LinuxSystem
import SandboxPolicy

/// The second program of a unit: it lets calls through, but for some of their uses.
extension FilterCompiler {
    static func compile(_ rules: RestrictionRules) throws(SystemError) -> [UInt8] {
        // A call in another architecture's numbers would pass all of it.
        let context = try FilterContext.make(defaultAction: .allow, foreignAction: .kill)
        if rules.rules.count > treeThreshold { try context.sortAsTree() }
        for rule in rules.rules { try add(rule, rule.conditions, to: context) }
        for architecture in foreignArchitectures(rules.foreignArchitectures) {
            let other = try FilterContext.make(
                defaultAction: .allow,
                foreignAction: .kill,
                architecture: token(architecture)
            )
            for rule in rules.rules {
                let isWhole = architecture == "x86" && rule.foreignUse == .whole
                try add(rule, isWhole ? [] : rule.conditions, to: other)
                if isWhole { try addVersions(rule, to: other) }
            }
            try context.merge(other)
        }
        return try context.export()
    }

    /// The upper half of what `ipc` is called with is a version, by which a program would pass.
    private static func addVersions(_ rule: RestrictionRules.Rule, to context: borrowing FilterContext)
        throws(SystemError)
    {
        guard let subcall = SystemCallNumbers.interprocess.first(where: { $0.name == rule.name })?.number,
            let number = number(of: "ipc")
        else { return }
        let version = ArgumentCondition(index: 0, comparison: .equals(subcall, mask: 0xffff))
        _ = try context.add(.errno(rule.errno), for: number, where: [version])
    }

    private static func add(
        _ rule: RestrictionRules.Rule,
        _ conditions: [ArgumentCondition],
        to context: borrowing FilterContext
    ) throws(SystemError) {
        guard let number = number(of: rule.name) else { return }
        _ = try context.add(.errno(rule.errno), for: number, where: conditions)
    }
}
