extension DirectiveTable {
    static let unitConditions: [Directive] = [
        Directive(
            .unit,
            "ConditionPathExists",
            .notEnforcedYet,
            "path exists ('!' negates, '/' makes triggering)"
        ),
        Directive(
            .unit,
            "AssertPathExists",
            .notEnforcedYet,
            "path exists ('!' negates, '/' makes triggering)"
        ),
        Directive(.unit, "ConditionPathExistsGlob", .notEnforcedYet, "glob matches something"),
        Directive(.unit, "AssertPathExistsGlob", .notEnforcedYet, "glob matches something"),
        Directive(.unit, "ConditionPathIsDirectory", .notEnforcedYet, "path is a directory"),
        Directive(.unit, "AssertPathIsDirectory", .notEnforcedYet, "path is a directory"),
        Directive(.unit, "ConditionPathIsSymbolicLink", .notEnforcedYet, "path is a symlink"),
        Directive(.unit, "AssertPathIsSymbolicLink", .notEnforcedYet, "path is a symlink"),
        Directive(.unit, "ConditionPathIsMountPoint", .notEnforcedYet, "path is a mount point"),
        Directive(.unit, "AssertPathIsMountPoint", .notEnforcedYet, "path is a mount point"),
        Directive(.unit, "ConditionPathIsReadWrite", .notEnforcedYet, "path is on a writable fs"),
        Directive(.unit, "AssertPathIsReadWrite", .notEnforcedYet, "path is on a writable fs"),
        Directive(.unit, "ConditionPathIsEncrypted", .notSupported, "backing device encrypted"),
        Directive(.unit, "AssertPathIsEncrypted", .notSupported, "backing device encrypted"),
        Directive(.unit, "ConditionPathIsSocket", .notEnforcedYet, "path is a socket"),
        Directive(.unit, "AssertPathIsSocket", .notEnforcedYet, "path is a socket"),
        Directive(.unit, "ConditionDirectoryNotEmpty", .notEnforcedYet, "directory has entries"),
        Directive(.unit, "AssertDirectoryNotEmpty", .notEnforcedYet, "directory has entries"),
        Directive(.unit, "ConditionFileNotEmpty", .notEnforcedYet, "regular file with size"),
        Directive(.unit, "AssertFileNotEmpty", .notEnforcedYet, "regular file with size"),
        Directive(.unit, "ConditionFileIsExecutable", .notEnforcedYet, "regular executable file"),
        Directive(.unit, "AssertFileIsExecutable", .notEnforcedYet, "regular executable file"),
        Directive(
            .unit,
            "ConditionVirtualization",
            .notEnforcedYet,
            "vm/container kind or private-users; key for units meant to skip in containers"
        ),
        Directive(
            .unit,
            "AssertVirtualization",
            .notEnforcedYet,
            "vm/container kind or private-users; key for units meant to skip in containers"
        ),
        Directive(.unit, "ConditionArchitecture", .notEnforcedYet, "uname architecture"),
        Directive(.unit, "AssertArchitecture", .notEnforcedYet, "uname architecture"),
        Directive(.unit, "ConditionFirmware", .notSupported, "uefi/device-tree/smbios match"),
        Directive(.unit, "AssertFirmware", .notSupported, "uefi/device-tree/smbios match"),
        Directive(.unit, "ConditionHost", .notEnforcedYet, "hostname or machine-id match"),
        Directive(.unit, "AssertHost", .notEnforcedYet, "hostname or machine-id match"),
        Directive(
            .unit,
            "ConditionFraction",
            .notSupported,
            "staged rollout: hash(machine-id, tag) below percentage"
        ),
        Directive(
            .unit,
            "AssertFraction",
            .notSupported,
            "staged rollout: hash(machine-id, tag) below percentage"
        ),
        Directive(.unit, "ConditionKernelCommandLine", .notEnforcedYet, "word on kernel command line"),
        Directive(.unit, "AssertKernelCommandLine", .notEnforcedYet, "word on kernel command line"),
        Directive(.unit, "ConditionKernelVersion", .notEnforcedYet, "version compare or glob of uname -r"),
        Directive(.unit, "AssertKernelVersion", .notEnforcedYet, "version compare or glob of uname -r"),
        Directive(
            .unit,
            "ConditionVersion",
            .notEnforcedYet,
            "version compare for systemd, glibc, kernel (used by exec-basic)"
        ),
        Directive(
            .unit,
            "AssertVersion",
            .notEnforcedYet,
            "version compare for systemd, glibc, kernel (used by exec-basic)"
        ),
        Directive(.unit, "ConditionCredential", .notEnforcedYet, "system credential passed in"),
        Directive(.unit, "AssertCredential", .notEnforcedYet, "system credential passed in"),
        Directive(.unit, "ConditionEnvironment", .notEnforcedYet, "manager env var set / equal"),
        Directive(.unit, "AssertEnvironment", .notEnforcedYet, "manager env var set / equal"),
        Directive(
            .unit,
            "ConditionSecurity",
            .notEnforcedYet,
            "selinux, apparmor, uefi-secureboot, tpm2, cvm ... active"
        ),
        Directive(
            .unit,
            "AssertSecurity",
            .notEnforcedYet,
            "selinux, apparmor, uefi-secureboot, tpm2, cvm ... active"
        ),
        Directive(
            .unit,
            "ConditionCapability",
            .notEnforcedYet,
            "capability in PID 1 bounding set; very useful in containers"
        ),
        Directive(
            .unit,
            "AssertCapability",
            .notEnforcedYet,
            "capability in PID 1 bounding set; very useful in containers"
        ),
        Directive(.unit, "ConditionACPower", .notSupported, "on mains power"),
        Directive(.unit, "AssertACPower", .notSupported, "on mains power"),
        Directive(.unit, "ConditionNeedsUpdate", .notSupported, "/etc or /var older than /usr"),
        Directive(.unit, "AssertNeedsUpdate", .notSupported, "/etc or /var older than /usr"),
        Directive(.unit, "ConditionFirstBoot", .notSupported, "first boot"),
        Directive(.unit, "AssertFirstBoot", .notSupported, "first boot"),
        Directive(.unit, "ConditionUser", .notEnforcedYet, "manager user name/uid/@system"),
        Directive(.unit, "AssertUser", .notEnforcedYet, "manager user name/uid/@system"),
        Directive(.unit, "ConditionGroup", .notEnforcedYet, "manager group"),
        Directive(.unit, "AssertGroup", .notEnforcedYet, "manager group"),
        Directive(
            .unit,
            "ConditionControlGroupController",
            .notEnforcedYet,
            "controllers available / v1 / v2"
        ),
        Directive(.unit, "AssertControlGroupController", .notEnforcedYet, "controllers available / v1 / v2"),
        Directive(.unit, "ConditionMemory", .notEnforcedYet, "installed memory compare"),
        Directive(.unit, "AssertMemory", .notEnforcedYet, "installed memory compare"),
        Directive(.unit, "ConditionCPUs", .notEnforcedYet, "CPU count compare"),
        Directive(.unit, "AssertCPUs", .notEnforcedYet, "CPU count compare"),
        Directive(.unit, "ConditionCPUFeature", .notSupported, "CPUID feature"),
        Directive(.unit, "AssertCPUFeature", .notSupported, "CPUID feature"),
        Directive(.unit, "ConditionOSRelease", .notEnforcedYet, "os-release field compare"),
        Directive(.unit, "AssertOSRelease", .notEnforcedYet, "os-release field compare"),
        Directive(.unit, "ConditionMachineTag", .notSupported, "machine-info tag"),
        Directive(.unit, "AssertMachineTag", .notSupported, "machine-info tag"),
        Directive(.unit, "ConditionMemoryPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "AssertMemoryPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "ConditionCPUPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "AssertCPUPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "ConditionIOPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "AssertIOPressure", .notEnforcedYet, "PSI below threshold"),
        Directive(.unit, "ConditionKernelModuleLoaded", .notSupported, "module present"),
        Directive(.unit, "AssertKernelModuleLoaded", .notSupported, "module present"),
    ]
}
