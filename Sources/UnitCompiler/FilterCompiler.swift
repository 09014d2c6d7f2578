import CSeccomp
package import LaunchProtocol
package import LinuxSystem
package import SandboxPolicy

/// Turns filter rules into programs for the kernel, each distinct set of rules once.
package struct FilterCompiler {
    private var programs: [FilterRules: FilterProgram] = [:]
    private var restrictions: [RestrictionRules: FilterProgram] = [:]

    package init() {}

    /// How many distinct programs there are.
    package var count: Int { programs.count + restrictions.count }

    package mutating func program(for rules: FilterRules) throws(SystemError) -> FilterProgram {
        if let known = programs[rules] { return known }
        let instructions = try FilterCompiler.compile(rules)
        let program = FilterProgram(instructions: instructions, isLogged: rules.isLogged)
        programs[rules] = program
        return program
    }

    package mutating func program(for rules: RestrictionRules) throws(SystemError) -> FilterProgram {
        if let known = restrictions[rules] { return known }
        let program = FilterProgram(instructions: try FilterCompiler.compile(rules), isLogged: false)
        restrictions[rules] = program
        return program
    }

    /// Below this many rules a row of comparisons is as quick as a tree, and smaller.
    static let treeThreshold = 32

    static func compile(_ rules: FilterRules) throws(SystemError) -> [UInt8] {
        let draft = try draft(rules)
        return try compact(draft.program, except: draft.exceptions)
    }

    /// The program as libseccomp writes it, and what it cannot be told.
    static func draft(_ rules: FilterRules) throws(SystemError) -> (
        program: [UInt8], exceptions: [FilterAnswers.Exception]
    ) {
        let context = try FilterContext.make(
            defaultAction: rules.defaultAction,
            foreignAction: rules.foreignAction
        )
        if rules.rules.count > treeThreshold { try context.sortAsTree() }
        for rule in rules.rules { try addNative(rule, to: context) }
        var exceptions: [FilterAnswers.Exception] = []
        for architecture in foreignArchitectures(rules.foreignArchitectures) {
            let other = try FilterContext.make(
                defaultAction: rules.defaultAction,
                foreignAction: rules.foreignAction,
                architecture: token(architecture)
            )
            for rule in rules.rules where !isPassage(rule, on: architecture, in: rules) {
                if let exception = try addForeign(rule, on: architecture, to: other) {
                    exceptions.append(exception)
                }
            }
            if architecture == "x86" { try addVersions(rules, to: other) }
            try context.merge(other)
        }
        return (try context.export(), exceptions)
    }

    private static func compact(_ program: [UInt8], except exceptions: [FilterAnswers.Exception])
        throws(SystemError) -> [UInt8]
    {
        let rewritten: [FilterInstruction]?
        do {
            rewritten = FilterTree.rewritten(try FilterInstruction.decode(program), except: exceptions)
        } catch {
            // Something other than comparisons: right as libseccomp wrote it.
            rewritten = nil
        }
        if let rewritten { return FilterInstruction.encode(rewritten) }
        return FilterInstruction.encode(exceptions.flatMap(\.instructions)) + program
    }

    private static func addNative(_ rule: FilterRules.Rule, to context: borrowing FilterContext)
        throws(SystemError)
    {
        guard let number = number(of: rule.name) else { return }
        _ = try context.add(rule.action, for: number)
    }

    /// Whether the rule would let through by one number what others deny: i386 reaches sockets and System V IPC also
    /// through one call each, for whose subcalls libseccomp makes rules of their own. A list that names none of
    /// them means them all.
    private static func isPassage(_ rule: FilterRules.Rule, on architecture: String, in rules: FilterRules)
        -> Bool
    {
        guard architecture == "x86", !rule.action.isDenial,
            let subcalls = SystemCallNumbers.multiplexed[rule.name]
        else { return false }
        let denied = subcalls.count { rules.action(for: $0).isDenial }
        return denied > 0 && denied < subcalls.count
    }

    /// The upper half of what `ipc` is called with is a version, by which a program would pass where only the lower
    /// half alone is denied.
    private static func addVersions(_ rules: FilterRules, to context: borrowing FilterContext)
        throws(SystemError)
    {
        guard !rules.action(for: "ipc").isDenial, let number = libraryNumber("ipc") else { return }
        for (name, subcall) in SystemCallNumbers.interprocess {
            let action = rules.action(for: name)
            guard action.isDenial, action != rules.defaultAction else { continue }
            let version = ArgumentCondition(index: 0, comparison: .equals(subcall, mask: 0xffff))
            _ = try context.add(action, for: number, where: [version])
        }
    }

    /// libseccomp translates native numbers to the other architecture's. It cannot do so for calls it does not know;
    /// but these are recent, and recent calls have one number everywhere.
    private static func addForeign(
        _ rule: FilterRules.Rule,
        on architecture: String,
        to context: borrowing FilterContext
    ) throws(SystemError) -> FilterAnswers.Exception? {
        if let number = libraryNumber(rule.name) {
            _ = try context.add(rule.action, for: number)
            return nil
        }
        guard let number = SystemCallNumbers.recent[rule.name] else { return nil }
        // x32 is the native architecture with a bit set in its numbers.
        let isX32 = architecture == "x32"
        return FilterAnswers.Exception(
            architecture: isX32 ? token("x86_64") : token(architecture),
            number: UInt32(number) | (isX32 ? 0x4000_0000 : 0),
            answer: FilterContext.code(rule.action)
        )
    }

    /// On the native architecture; negative for calls that only others have.
    static func number(of name: String) -> Int32? {
        libraryNumber(name) ?? recentNumber(name)
    }

    private static func libraryNumber(_ name: String) -> Int32? {
        let number = unsafe seccomp_syscall_resolve_name(name)
        return number == __NR_SCMP_ERROR ? nil : number
    }

    private static func recentNumber(_ name: String) -> Int32? {
        if let number = SystemCallNumbers.recent[name] { return number }
        return isAMD64 ? SystemCallNumbers.recentOnAMD64[name] : nil
    }

    private static var isAMD64: Bool { seccomp_arch_native() == token("x86_64") }

    /// Only architectures whose programs the native kernel can run matter; libseccomp refuses to mix others.
    static func foreignArchitectures(_ named: [SystemCallArchitecture]) -> [String] {
        let local: [SystemCallArchitecture: String] =
            isAMD64
            ? [.x86: "x86", .x32: "x32"] : seccomp_arch_native() == token("aarch64") ? [.arm: "arm"] : [:]
        return named.compactMap { local[$0] }
    }

    static func token(_ name: String) -> UInt32 {
        unsafe seccomp_arch_resolve_name(name)
    }
}
