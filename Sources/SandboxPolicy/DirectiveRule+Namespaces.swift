import ServiceModel

extension DirectiveRule {
    static let namespaces: [DirectiveRule] = [
        isolating("PrivateNetwork", needs: [.sysAdmin, .netAdmin]) { $0.hasOwnNetwork = false },
        isolating("NetworkNamespacePath", needs: .sysAdmin) { $0.networkPath = nil },
        isolating("PrivateIPC", needs: .sysAdmin) { $0.hasOwnIPC = false },
    ]

    private static func isolating(
        _ directive: String,
        needs capabilities: CapabilitySet,
        lift: @escaping @Sendable (inout NamespaceRequest) -> Void
    ) -> DirectiveRule {
        DirectiveRule(
            [directive],
            relax: { lift(&$0.namespaces) },
            judge: { request, host in
                var without = request.namespaces
                lift(&without)
                if without == request.namespaces { return .enforced(by: "nothing") }
                return enforced(by: "a namespace", ifHeld: capabilities, host)
            }
        )
    }
}
