import ServiceModel

/// What the directives that hold keep a unit's processes from, as phrases behind "cannot".
enum Denial {
    /// Of everything that was asked for, in its order, each phrase once.
    static func phrases(for outcomes: [DirectiveOutcome]) -> [String] {
        var phrases: [String] = []
        for outcome in outcomes where outcome.holds {
            for phrase in self.phrases(outcome.directive, outcome.requested) where !phrases.contains(phrase) {
                phrases.append(phrase)
            }
        }
        return phrases
    }

    private static func phrases(_ directive: String, _ value: String) -> [String] {
        switch directive {
        case "User":
            return value.isEmpty || value == "root" || value == "0" ? [] : ["act as any user but \(value)"]
        case "DynamicUser":
            // As systemd has it, whoever is lent a user id gains nothing by a program.
            return isYes(value) ? ["act as any user but its own", newPrivileges] : []
        case "CapabilityBoundingSet":
            if value.isEmpty { return ["gain any capability"] }
            return [
                value.begins(with: "~")
                    ? "gain \(value.dropFirst())" : "gain a capability other than \(value)"
            ]
        case "NoNewPrivileges": return isYes(value) ? [newPrivileges] : []
        case "SystemCallFilter":
            return [
                value.begins(with: "~")
                    ? "make the system calls \(value.dropFirst())" : "make system calls other than \(value)"
            ]
        case "SystemCallArchitectures": return ["make system calls of an architecture other than \(value)"]
        case "RestrictAddressFamilies", "RestrictNamespaces", "LockPersonality", "MemoryDenyWriteExecute",
            "RestrictRealtime", "RestrictSUIDSGID":
            return uses(directive, value)
        case "ProtectSystem", "ProtectHome", "ReadOnlyPaths", "InaccessiblePaths", "NoExecPaths":
            return files(directory: directive, value)
        case "PrivateTmp" where value == "disconnected":
            return ["reach the files of others in /tmp and /var/tmp"]
        case "ProtectProc":
            return value == "default" || value.isEmpty ? [] : ["look at the processes of others"]
        case "ProcSubset": return value == "pid" ? ["read the kernel's files in /proc"] : []
        case "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock",
            "ProtectControlGroups", "ProtectHostname", "PrivateDevices", "PrivateTmp", "PrivateNetwork",
            "PrivateIPC":
            return isYes(value) ? kernel[directive].map { [$0] } ?? [] : []
        case "MemoryMax", "MemorySwapMax", "MemoryZSwapMax", "TasksMax", "CPUQuota":
            return value == "infinity" || value.isEmpty ? [] : ["exceed \(directive)=\(value) together"]
        case "DeviceAllow", "DevicePolicy":
            return value == "auto" || value.isEmpty
                ? [] : ["use devices that DevicePolicy= and DeviceAllow= do not let it"]
        case "IPAddressDeny":
            return value.isEmpty
                ? [] : ["exchange IP packets with \(value), but for what IPAddressAllow= names"]
        case "SocketBindDeny":
            return value.isEmpty ? [] : ["bind sockets to \(value), but for what SocketBindAllow= names"]
        case "AllowedCPUs": return value.isEmpty ? [] : ["run on CPUs other than \(value)"]
        case "RootDirectory": return value.isEmpty || value == "/" ? [] : ["reach files outside \(value)"]
        default:
            guard directive.begins(with: "Limit"), value != "infinity", !value.isEmpty else { return [] }
            return ["exceed \(directive)=\(value)"]
        }
    }

    private static let kernel = [
        "ProtectKernelTunables": "change the kernel's variables",
        "ProtectKernelModules": "load kernel modules",
        "ProtectKernelLogs": "read or write the kernel's log", "ProtectClock": "set the clock",
        "PrivateNetwork": "reach any network",
        "PrivateIPC": "reach the message queues and shared memory of others",
        "PrivateDevices": "use devices other than /dev/null and its like",
        "PrivateTmp": "reach the files of others in /tmp and /var/tmp",
        "ProtectControlGroups": "change control groups", "ProtectHostname": "change the host's name",
    ]

    /// What cannot be done with which files.
    private static func files(directory directive: String, _ value: String) -> [String] {
        switch (directive, value) {
        case ("ProtectSystem", "strict"):
            return ["change files outside \(homes), /dev, /proc, /sys and what it may write"]
        case ("ProtectSystem", "full"): return ["change the files of the system and its configuration"]
        case ("ProtectSystem", _): return isYes(value) ? ["change the files of the system"] : []
        case ("ProtectHome", "read-only"): return ["change files in \(homes)"]
        case ("ProtectHome", "tmpfs"): return ["reach files in \(homes)"]
        case ("ProtectHome", _): return isYes(value) ? ["reach files in \(homes)"] : []
        case (_, ""): return []
        case ("ReadOnlyPaths", _): return ["change \(bare(value))"]
        case ("InaccessiblePaths", _): return ["reach \(bare(value))"]
        default: return ["execute files in \(bare(value))"]
        }
    }

    /// Without what is forgiven of each.
    private static func bare(_ paths: String) -> String {
        paths.fields(at: " ").map { String($0.drop { "-+".contains($0) }) }.joined(separator: " ")
    }

    private static let homes = "/home, /root and /run/user"

    /// What calls are not to be used for. A list of several lines is told by its words.
    private static func uses(_ directive: String, _ value: String) -> [String] {
        switch (directive, isYes(value)) {
        case ("RestrictAddressFamilies", _):
            if value == "none" { return ["open sockets"] }
            return [
                value.begins(with: "~")
                    ? "open sockets of \(value.dropFirst())" : "open sockets but of \(value)"
            ]
        case ("RestrictNamespaces", true): return ["make or enter namespaces"]
        case ("RestrictNamespaces", false) where value.begins(with: "~"):
            return ["make or enter namespaces of the kinds \(value.dropFirst())"]
        case ("RestrictNamespaces", false) where !isNo(value):
            return ["make or enter namespaces but of the kinds \(value)"]
        case ("LockPersonality", true): return ["change their personality"]
        case ("MemoryDenyWriteExecute", true): return ["execute memory that could be written"]
        case ("RestrictRealtime", true): return ["run in real time"]
        case ("RestrictSUIDSGID", true): return ["make set-user-ID or set-group-ID files"]
        default: return []
        }
    }

    private static let newPrivileges = "gain privileges by executing a program"

    private static func isNo(_ value: String) -> Bool {
        ["no", "false", "off", "0", "n", "f", ""].contains(value.lowercased())
    }

    private static func isYes(_ value: String) -> Bool {
        ["yes", "true", "on", "1", "y", "t"].contains(value.lowercased())
    }
}

extension DirectiveOutcome {
    fileprivate var holds: Bool {
        switch enforcement {
        case .enforced, .emulated: true
        case .refused, .notEnforcedYet, .notSupported: false
        }
    }
}
