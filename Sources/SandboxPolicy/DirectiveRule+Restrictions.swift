import ServiceModel

extension DirectiveRule {
    static let restrictions: [DirectiveRule] = [
        restriction("RestrictAddressFamilies") { $0.addressFamilies = nil },
        restriction("RestrictNamespaces") { $0.namespaces = nil },
        restriction("LockPersonality") { $0.locksPersonality = false },
        restriction("MemoryDenyWriteExecute") { $0.deniesWritableCode = false },
        restriction("RestrictRealtime") { $0.deniesRealTime = false },
        restriction("RestrictSUIDSGID") { $0.deniesSetIDBits = false },
    ]

    private static func restriction(
        _ directive: String,
        lift: @escaping @Sendable (inout RestrictionRequest) -> Void
    ) -> DirectiveRule {
        DirectiveRule(
            [directive],
            relax: { lift(&$0.restrictions) },
            judge: { request, host in
                var without = request.restrictions
                lift(&without)
                if host.hasSeccomp || without == request.restrictions {
                    return .enforced(by: mechanism(directive, host))
                }
                return .refused(reason: noSeccomp)
            }
        )
    }

    private static func mechanism(_ directive: String, _ host: HostFeatures) -> String {
        directive == "MemoryDenyWriteExecute" && host.hasWritableCodeDenial ? "prctl and seccomp" : "seccomp"
    }

    static let noSeccomp = "the kernel has no system call filters (CONFIG_SECCOMP_FILTER)"
}
