import ServiceModel
import Testing

@testable import DaemonCore

@Suite("What a unit is denied")
struct DenialTests {
    private func phrases(_ directives: (String, String)..., enforcement: Enforcement) -> [String] {
        Denial.phrases(
            for: directives.map {
                DirectiveOutcome(directive: $0.0, requested: $0.1, enforcement: enforcement, location: nil)
            }
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
            ("RestrictAddressFamilies", "AF_UNIX", "open sockets but of AF_UNIX"),
            ("RestrictAddressFamilies", "~AF_PACKET", "open sockets of AF_PACKET"),
            ("RestrictAddressFamilies", "none", "open sockets"),
            ("RestrictNamespaces", "yes", "make or enter namespaces"), ("RestrictNamespaces", "no", nil),
            ("RestrictNamespaces", "~user", "make or enter namespaces of the kinds user"),
            ("RestrictNamespaces", "net", "make or enter namespaces but of the kinds net"),
            ("LockPersonality", "yes", "change their personality"), ("LockPersonality", "no", nil),
            ("MemoryDenyWriteExecute", "on", "execute memory that could be written"),
            ("RestrictRealtime", "1", "run in real time"), ("RestrictRealtime", "no", nil),
            ("RestrictSUIDSGID", "true", "make set-user-ID or set-group-ID files"),
            ("ProtectSystem", "no", nil), ("ProtectSystem", "yes", "change the files of the system"),
            ("ProtectHome", "yes", "reach files in /home, /root and /run/user"),
            ("ProtectHome", "read-only", "change files in /home, /root and /run/user"),
            ("ReadOnlyPaths", "/srv", "change /srv"), ("InaccessiblePaths", "-/srv /a-b", "reach /srv /a-b"),
            ("InaccessiblePaths", "", nil), ("NoExecPaths", "/srv", "execute files in /srv"),
            ("ProtectClock", "yes", "set the clock"), ("ProtectClock", "no", nil),
            ("ProtectHostname", "private", nil), ("ProtectKernelLogs", "1", "read or write the kernel's log"),
            ("User", "nobody", "act as any user but nobody"), ("User", "root", nil), ("Nice", "5", nil),
        ] as [(String, String, String?)]
    )
    func phrases(directive: String, value: String, expected: String?) {
        let found = phrases((directive, value), enforcement: .enforced(by: "something"))
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test("includes what a directive implies, once")
    func implied() {
        let found = phrases(
            ("DynamicUser", "yes"),
            ("NoNewPrivileges", "yes"),
            ("LimitCORE", "0"),
            enforcement: .emulated(by: "x", gap: "y")
        )
        #expect(
            found == [
                "act as any user but its own", "gain privileges by executing a program", "exceed LimitCORE=0",
            ]
        )
    }

    @Test("is nothing where the directive does not hold")
    func notEnforced() {
        for enforcement in [Enforcement.notEnforcedYet, .notSupported, .refused(reason: "no")] {
            #expect(phrases(("NoNewPrivileges", "yes"), enforcement: enforcement).isEmpty)
        }
    }
}
