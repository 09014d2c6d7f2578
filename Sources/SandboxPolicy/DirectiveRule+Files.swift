import ServiceModel

extension DirectiveRule {
    static let process: [DirectiveRule] = [
        DirectiveRule(["UMask"], by: "umask"),
        DirectiveRule(["TimerSlackNSec"], by: "timer slack"),
        DirectiveRule(["Personality"], by: "personality"),
        DirectiveRule(["IgnoreSIGPIPE"], by: "signal dispositions"),
        DirectiveRule(["KeyringMode"], by: "keyring"),
        DirectiveRule(
            ["CoredumpFilter"],
            relax: { $0.properties.coredumpFilter = nil },
            judge: { _, host in
                host.hasProc
                    ? .enforced(by: "proc") : .refused(reason: "it needs /proc, which is not mounted")
            }
        ),
        DirectiveRule(
            [
                "Environment", "EnvironmentFile", "PassEnvironment", "UnsetEnvironment",
                "SetLoginEnvironment",
                "ExecSearchPath",
            ],
            by: "environment"
        ),
        DirectiveRule(["LoadCredential", "SetCredential"], by: "credentials"),
    ]

    static let files: [DirectiveRule] = [
        DirectiveRule(
            ["RootDirectory"],
            relax: nil,
            judge: { request, host in
                if request.files.rootDirectory == nil { return .enforced(by: "chroot") }
                return enforced(by: "chroot", ifHeld: .sysChroot, host)
            }
        ),
        DirectiveRule(["WorkingDirectory"], by: "chdir"),
        DirectiveRule(directoryNames, by: "directories"),
        DirectiveRule(
            [
                "StandardInput", "StandardOutput", "StandardError", "StandardInputText", "StandardInputData",
                "OpenFile",
            ],
            by: "descriptors"
        ),
    ]

    private static let directoryNames: [String] =
        ["Runtime", "State", "Cache", "Logs", "Configuration"].flatMap {
            [$0 + "Directory", $0 + "DirectoryMode"]
        }
        + ["RuntimeDirectoryPreserve"]
}
