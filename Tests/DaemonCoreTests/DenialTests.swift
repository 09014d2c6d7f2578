import ServiceModel
import Testing

@testable import DaemonCore

@Suite("What a unit is denied")
struct DenialTests {
    private func phrase(_ directive: String, _ value: String, _ enforcement: Enforcement) -> String? {
        Denial.phrase(
            for: DirectiveOutcome(
                directive: directive,
                requested: value,
                enforcement: enforcement,
                location: nil
            )
        )
    }

    @Test(
        "is told in phrases",
        arguments: [
            ("CapabilityBoundingSet", "", "gain any capability"),
            ("CapabilityBoundingSet", "CAP_CHOWN", "gain a capability other than CAP_CHOWN"),
            ("CapabilityBoundingSet", "~CAP_CHOWN", "gain CAP_CHOWN"),
            ("NoNewPrivileges", "yes", "gain privileges by executing a program"),
            ("NoNewPrivileges", "no", nil),
            ("SystemCallFilter", "@system-service", "make system calls other than @system-service"),
            ("SystemCallFilter", "~@mount", "make the system calls @mount"),
            ("RootDirectory", "/srv", "reach files outside /srv"), ("RootDirectory", "/", nil),
            ("LimitNOFILE", "64", "exceed LimitNOFILE=64"), ("LimitNOFILE", "infinity", nil),
            ("User", "nobody", nil),
        ] as [(String, String, String?)]
    )
    func phrases(directive: String, value: String, expected: String?) {
        #expect(phrase(directive, value, .enforced(by: "something")) == expected)
    }

    @Test("is nothing where the directive does not hold")
    func notEnforced() {
        for enforcement in [Enforcement.notEnforcedYet, .notSupported, .refused(reason: "no")] {
            #expect(phrase("NoNewPrivileges", "yes", enforcement) == nil)
        }
    }
}
