import ServiceModel
import Testing

@testable import UnitFiles

@Suite("The names of directives")
struct DirectiveNamesTests {
    private let systemd = DirectiveTable.all.filter { $0.section != .castellan && $0.section != .manager }

    @Test("has every documented directive, and nothing else")
    func complete() {
        let asserts = documentedDirectives.filter { $0.hasPrefix("Condition") && $0 != "ConditionVersion" }
            .map { "Assert" + $0.dropFirst("Condition".count) }
        #expect(documentedDirectives.count == 450)
        let wanted = Set(documentedDirectives.map(String.init) + asserts + ["AssertVersion"])
        #expect(Set(systemd.map(\.key)).symmetricDifference(wanted).sorted() == [])
    }

    @Test("names no directive twice in a section")
    func unique() {
        let names = DirectiveTable.all.map { "\($0.section.rawValue).\($0.key)" }
        #expect(Set(names).count == names.count)
    }

    @Test(
        "marks what takes privilege away",
        arguments: [
            "User", "Group", "DynamicUser", "SupplementaryGroups", "CapabilityBoundingSet",
            "AmbientCapabilities",
            "NoNewPrivileges", "SecureBits", "SystemCallFilter", "SystemCallArchitectures", "ProtectSystem",
            "ProtectHome", "ProtectProc", "PrivateTmp", "PrivateDevices", "PrivateNetwork", "PrivateUsers",
            "RestrictNamespaces", "RestrictAddressFamilies", "RestrictRealtime", "RestrictSUIDSGID",
            "MemoryDenyWriteExecute", "LockPersonality", "MemoryMax", "TasksMax", "IPAddressDeny",
            "DeviceAllow",
            "InaccessiblePaths", "ReadOnlyPaths", "SELinuxContext", "AppArmorProfile", "LimitNOFILE", "UMask",
            "RootDirectory", "RootImage", "NetworkNamespacePath",
        ]
    )
    func restricting(key: String) {
        #expect(DirectiveTable.directive(key, in: .service)?.restrictsPrivilege == true)
    }

    @Test("has a reader for every directive that has a meaning, and for no other")
    func readers() {
        for directive in DirectiveTable.all where directive.section != .manager {
            let isRead = DirectiveReaders.reader(for: directive) != nil
            #expect(
                isRead == (directive.support == .supported),
                "\(directive.section.rawValue) \(directive.key)"
            )
        }
    }

    @Test("tells every assigned directive, in order, with its place")
    func used() {
        let result = service("PrivateTmp=yes", "User=web")
        #expect(result.directives.map(\.directive.key) == ["ExecStart", "PrivateTmp", "User"])
        #expect(result.directives.map(\.value) == ["/bin/true", "yes", "web"])
        #expect(result.directives.map(\.location.line) == [2, 3, 4])
    }
}
