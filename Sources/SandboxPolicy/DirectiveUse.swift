package import ServiceModel

/// One assignment of a unit's files, with what is known of its directive.
package struct DirectiveUse: Hashable, Sendable {
    package enum Support: Hashable, Sendable {
        case supported, notEnforcedYet, notSupported
    }

    package let directive: String
    package let value: String
    package let location: SourceLocation?
    package let support: Support
    /// Whether the directive takes something away from the service when it is on.
    package let restrictsPrivilege: Bool

    package init(
        directive: String,
        value: String,
        location: SourceLocation?,
        support: Support,
        restrictsPrivilege: Bool
    ) {
        self.directive = directive
        self.value = value
        self.location = location
        self.support = support
        self.restrictsPrivilege = restrictsPrivilege
    }

    private static let no: Set<String> = ["no", "false", "off", "0", "n", "f"]
    private static let off: Set<String> = ["", "auto", "default", "all", "inherit", "infinity"]

    /// Whether the assignment switches off what was assigned before.
    var isOff: Bool { DirectiveUse.off.contains(value) || isNo }

    private var isNo: Bool { DirectiveUse.no.contains(value.lowercased()) }

    /// Whether it makes no difference that this version does not carry it out: only by a value that the directive has
    /// for it. Any other word might be a restriction that was meant otherwise.
    var asksForNothing: Bool {
        if value.isEmpty { return true }
        guard restrictsPrivilege else { return false }
        switch directive {
        case "ProtectProc": return value == "default"
        case "ProcSubset": return value == "all"
        case "DevicePolicy": return value == "auto"
        // What is denied, and nothing is.
        case "RestrictAddressFamilies", "RestrictFileSystems": return value == "~"
        case "RestrictNamespaces": return value == "~" || isNo
        case _ where DirectiveUse.switches.contains(directive): return isNo
        case _
        where !directive.begins(with: "IO") && (directive.ends(with: "Max") || directive.ends(with: "High")):
            return value == "infinity"
        default: return false
        }
    }

    /// Those that take a boolean, perhaps beside other words.
    private static let switches: Set<String> = [
        "ProtectSystem", "ProtectHome", "ProtectHostname", "ProtectClock", "ProtectKernelTunables",
        "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "PrivateTmp", "PrivateDevices",
        "PrivateMounts", "PrivateNetwork", "PrivateIPC", "PrivateUsers", "PrivatePIDs", "PrivateBPF",
        "LockPersonality", "MemoryDenyWriteExecute", "RestrictRealtime", "RestrictSUIDSGID",
        "RootDirectoryStartOnly", "RootEphemeral",
    ]

    var isRestriction: Bool { restrictsPrivilege && !asksForNothing }
}
