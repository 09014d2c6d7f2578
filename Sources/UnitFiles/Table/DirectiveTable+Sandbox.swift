extension DirectiveTable {
    static let sandboxSection: [Directive] = [
        Directive(
            .service,
            "SELinuxContext",
            .notEnforcedYet,
            restricts: true,
            "setexeccon; '-' prefix ignores failure"
        ),
        Directive(.service, "AppArmorProfile", .notEnforcedYet, restricts: true, "aa_change_onexec"),
        Directive(.service, "SmackProcessLabel", .notSupported, restricts: true, "SMACK label"),
        Directive(
            .service,
            "ProtectSystem",
            .notEnforcedYet,
            restricts: true,
            "yes: /usr,/boot ro; full: +/etc; strict: whole tree ro except API fs"
        ),
        Directive(
            .service,
            "ProtectHome",
            .notEnforcedYet,
            restricts: true,
            "yes: /home,/root,/run/user inaccessible; read-only; tmpfs"
        ),
        Directive(
            .service,
            "RuntimeDirectory",
            .supported,
            "create and chown per-service dirs, export $RUNTIME_DIRECTORY etc; src:link syntax; …"
        ),
        Directive(
            .service,
            "StateDirectory",
            .supported,
            "create and chown per-service dirs, export $RUNTIME_DIRECTORY etc; src:link syntax; …"
        ),
        Directive(
            .service,
            "CacheDirectory",
            .supported,
            "create and chown per-service dirs, export $RUNTIME_DIRECTORY etc; src:link syntax; …"
        ),
        Directive(
            .service,
            "LogsDirectory",
            .supported,
            "create and chown per-service dirs, export $RUNTIME_DIRECTORY etc; src:link syntax; …"
        ),
        Directive(
            .service,
            "ConfigurationDirectory",
            .supported,
            "create and chown per-service dirs, export $RUNTIME_DIRECTORY etc; src:link syntax; …"
        ),
        Directive(.service, "RuntimeDirectoryMode", .supported, restricts: true, "modes (0755)"),
        Directive(.service, "StateDirectoryMode", .supported, restricts: true, "modes (0755)"),
        Directive(.service, "CacheDirectoryMode", .supported, restricts: true, "modes (0755)"),
        Directive(.service, "LogsDirectoryMode", .supported, restricts: true, "modes (0755)"),
        Directive(.service, "ConfigurationDirectoryMode", .supported, restricts: true, "modes (0755)"),
        Directive(.service, "StateDirectoryQuota", .notSupported, restricts: true, "project quota limits"),
        Directive(.service, "CacheDirectoryQuota", .notSupported, restricts: true, "project quota limits"),
        Directive(.service, "LogsDirectoryQuota", .notSupported, restricts: true, "project quota limits"),
        Directive(.service, "StateDirectoryAccounting", .notSupported, "project quota accounting"),
        Directive(.service, "CacheDirectoryAccounting", .notSupported, "project quota accounting"),
        Directive(.service, "LogsDirectoryAccounting", .notSupported, "project quota accounting"),
        Directive(.service, "RuntimeDirectoryPreserve", .supported, "no, restart, yes"),
        Directive(.service, "TimeoutCleanSec", .notSupported, "timeout for clean verb"),
        Directive(
            .service,
            "ReadWritePaths",
            .notEnforcedYet,
            restricts: true,
            "path access lists; '-' optional, '+' relative to new root"
        ),
        Directive(
            .service,
            "ReadOnlyPaths",
            .notEnforcedYet,
            restricts: true,
            "path access lists; '-' optional, '+' relative to new root"
        ),
        Directive(
            .service,
            "InaccessiblePaths",
            .notEnforcedYet,
            restricts: true,
            "path access lists; '-' optional, '+' relative to new root"
        ),
        Directive(
            .service,
            "ExecPaths",
            .notEnforcedYet,
            restricts: true,
            "path access lists; '-' optional, '+' relative to new root"
        ),
        Directive(
            .service,
            "NoExecPaths",
            .notEnforcedYet,
            restricts: true,
            "path access lists; '-' optional, '+' relative to new root"
        ),
        Directive(
            .service,
            "TemporaryFileSystem",
            .notEnforcedYet,
            restricts: true,
            "tmpfs on path[:options]"
        ),
        Directive(
            .service,
            "PrivateTmp",
            .notEnforcedYet,
            restricts: true,
            "private /tmp and /var/tmp; disconnected = own tmpfs"
        ),
        Directive(
            .service,
            "PrivateDevices",
            .notEnforcedYet,
            restricts: true,
            "minimal /dev, drops MKNOD/RAWIO, device policy closed, @raw-io filtered"
        ),
        Directive(
            .service,
            "PrivateMounts",
            .notEnforcedYet,
            restricts: true,
            "own mount ns; tri-state since v254"
        ),
        Directive(.service, "MountFlags", .notEnforcedYet, "propagation shared/slave/private"),
        Directive(
            .service,
            "PrivateNetwork",
            .notEnforcedYet,
            restricts: true,
            "new netns with only lo; silently skipped without privilege"
        ),
        Directive(
            .service,
            "NetworkNamespacePath",
            .notEnforcedYet,
            restricts: true,
            "join netns file; hard failure when impossible"
        ),
        Directive(.service, "PrivateIPC", .notEnforcedYet, restricts: true, "new IPC ns + /dev/mqueue"),
        Directive(.service, "IPCNamespacePath", .notSupported, restricts: true, "join IPC ns file"),
        Directive(
            .service,
            "PrivateUsers",
            .notEnforcedYet,
            restricts: true,
            "user ns: yes/self, identity, full, managed"
        ),
        Directive(.service, "UserNamespacePath", .notSupported, restricts: true, "join user ns file"),
        Directive(
            .service,
            "PrivatePIDs",
            .notEnforcedYet,
            restricts: true,
            "new pid ns, service becomes PID 1 of it"
        ),
        Directive(
            .service,
            "DelegateNamespaces",
            .notEnforcedYet,
            restricts: true,
            "which ns are owned by the service's user ns"
        ),
        Directive(
            .service,
            "ProtectHostname",
            .notEnforcedYet,
            restricts: true,
            "UTS ns plus seccomp; yes[:hostname], private"
        ),
        Directive(
            .service,
            "ProtectClock",
            .notEnforcedYet,
            restricts: true,
            "drops CAP_SYS_TIME/WAKE_ALARM, filters @clock, RTC ro"
        ),
        Directive(
            .service,
            "ProtectKernelTunables",
            .notEnforcedYet,
            restricts: true,
            "/proc/sys, /sys ro and more"
        ),
        Directive(
            .service,
            "ProtectKernelModules",
            .notEnforcedYet,
            restricts: true,
            "drops CAP_SYS_MODULE, filters module calls, hides /usr/lib/modules"
        ),
        Directive(
            .service,
            "ProtectKernelLogs",
            .notEnforcedYet,
            restricts: true,
            "drops CAP_SYSLOG, hides /dev/kmsg /proc/kmsg, filters syslog(2)"
        ),
        Directive(
            .service,
            "ProtectControlGroups",
            .notEnforcedYet,
            restricts: true,
            "cgroupfs ro; private/strict add cgroup ns"
        ),
        Directive(.service, "MemoryKSM", .notEnforcedYet, "PR_SET_MEMORY_MERGE"),
        Directive(.service, "MemoryTHP", .notSupported, "PR_SET_THP_DISABLE modes"),
        Directive(.service, "PrivateBPF", .notSupported, restricts: true, "private bpffs instance"),
        Directive(.service, "BPFDelegateCommands", .notSupported, restricts: true, "BPF token commands"),
        Directive(.service, "BPFDelegateMaps", .notSupported, "BPF token map types"),
        Directive(.service, "BPFDelegatePrograms", .notSupported, "BPF token program types"),
        Directive(.service, "BPFDelegateAttachments", .notSupported, "BPF token attach types"),
        Directive(.service, "RemoveIPC", .notEnforcedYet, "remove SysV/POSIX IPC of user on stop"),
        Directive(
            .service,
            "RestrictAddressFamilies",
            .notEnforcedYet,
            restricts: true,
            "socket(2) family allow/deny list or none"
        ),
        Directive(
            .service,
            "RestrictFileSystems",
            .notSupported,
            restricts: true,
            "BPF-LSM allow list of file system types"
        ),
        Directive(
            .service,
            "RestrictNamespaces",
            .notEnforcedYet,
            restricts: true,
            "deny clone/unshare/setns for ns types; lists merge"
        ),
        Directive(
            .service,
            "LockPersonality",
            .notEnforcedYet,
            restricts: true,
            "deny personality(2) changes"
        ),
        Directive(
            .service,
            "MemoryDenyWriteExecute",
            .notEnforcedYet,
            restricts: true,
            "deny W+X mmap/mprotect/shmat (PR_SET_MDWE first)"
        ),
        Directive(.service, "RestrictRealtime", .notEnforcedYet, restricts: true, "deny rt scheduling"),
        Directive(
            .service,
            "RestrictSUIDSGID",
            .notEnforcedYet,
            restricts: true,
            "deny chmod/mknod/open creating suid/sgid"
        ),
        Directive(
            .service,
            "SystemCallFilter",
            .supported,
            restricts: true,
            "allow or deny list, @groups, :errno / :kill suffix, first line decides default"
        ),
        Directive(
            .service,
            "SystemCallErrorNumber",
            .supported,
            restricts: true,
            "errno or kill for filtered calls"
        ),
        Directive(.service, "SystemCallArchitectures", .supported, restricts: true, "allowed ABIs (native)"),
        Directive(
            .service,
            "SystemCallLog",
            .supported,
            restricts: true,
            "log instead of deny; base for a learn mode"
        ),
    ]
}
