import ServiceModel

/// How directives that belong together are enforced, when they cannot be, and what best effort leaves out.
struct DirectiveRule: Sendable {
    let directives: [String]
    let judge: @Sendable (ExecutionRequest, HostFeatures) -> Enforcement
    /// Takes out what was refused, so that the helper does not fail on it. Nil where there is no best effort:
    /// a service must never run as somebody else than its unit says.
    let relax: (@Sendable (inout ExecutionRequest) -> Void)?

    init(
        _ directives: [String],
        relax: (@Sendable (inout ExecutionRequest) -> Void)? = { _ in },
        judge: @escaping @Sendable (ExecutionRequest, HostFeatures) -> Enforcement
    ) {
        self.directives = directives
        self.relax = relax
        self.judge = judge
    }

    /// Holds on every host.
    init(_ directives: [String], by mechanism: String) {
        self.init(directives) { _, _ in .enforced(by: mechanism) }
    }

    static func rule(for directive: String) -> DirectiveRule? { byDirective[directive] }

    private static let byDirective: [String: DirectiveRule] = {
        var rules: [String: DirectiveRule] = [:]
        for rule in identity + privilege + restrictions + limits + scheduling + process + files + protection
            + kernel + namespaces + resources + access
        {
            for directive in rule.directives { rules[directive] = rule }
        }
        return rules
    }()
}
