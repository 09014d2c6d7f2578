extension DirectiveTable {
    static let execSection: [Directive] = [
        Directive(
            .service,
            "ExecSearchPath",
            .supported,
            "colon list replacing PATH lookup; also sets PATH unless Environment= does"
        ),
        Directive(
            .service,
            "WorkingDirectory",
            .supported,
            "cwd; '~' = home; '-' prefix optional; applied as target user"
        ),
        Directive(
            .service,
            "RootDirectory",
            .supported,
            restricts: true,
            "root directory of the service, by chroot"
        ),
        Directive(.service, "RootImage", .notSupported, restricts: true, "loop mounted disk image as root"),
        Directive(.service, "RootImageOptions", .notSupported, "mount options per partition"),
        Directive(.service, "RootEphemeral", .notSupported, restricts: true, "throw-away copy of root"),
        Directive(.service, "RootHash", .notSupported, restricts: true, "dm-verity root hash"),
        Directive(.service, "RootHashSignature", .notSupported, restricts: true, "PKCS7 signature of it"),
        Directive(.service, "RootVerity", .notSupported, restricts: true, "verity data file"),
        Directive(.service, "RootImagePolicy", .notSupported, restricts: true, "image dissection policy"),
        Directive(.service, "MountImagePolicy", .notSupported, restricts: true, "image dissection policy"),
        Directive(
            .service,
            "ExtensionImagePolicy",
            .notSupported,
            restricts: true,
            "image dissection policy"
        ),
        Directive(.service, "RootMStack", .notSupported, restricts: true, "mount stack directory as root"),
        Directive(.service, "MountAPIVFS", .notEnforcedYet, "mount /proc /sys /dev /run in RootDirectory"),
        Directive(.service, "BindLogSockets", .notEnforcedYet, "bind journal sockets into root"),
        Directive(
            .service,
            "ProtectProc",
            .notEnforcedYet,
            restricts: true,
            "hidepid: noaccess, invisible, ptraceable, default"
        ),
        Directive(
            .service,
            "ProcSubset",
            .notEnforcedYet,
            restricts: true,
            "all, or pid = hide non-pid part of /proc"
        ),
        Directive(.service, "BindPaths", .notEnforcedYet, "bind mounts src[:dst[:rbind/norbind]]"),
        Directive(
            .service,
            "BindReadOnlyPaths",
            .notEnforcedYet,
            restricts: true,
            "bind mounts src[:dst[:rbind/norbind]]"
        ),
        Directive(.service, "MountImages", .notSupported, "mount disk images"),
        Directive(.service, "ExtensionImages", .notSupported, "overlay sysext/confext images"),
        Directive(.service, "ExtensionDirectories", .notSupported, "same from directories"),
        Directive(
            .service,
            "User",
            .supported,
            restricts: true,
            "uid/gid; names or numbers; invalid value refuses the unit"
        ),
        Directive(
            .service,
            "Group",
            .supported,
            restricts: true,
            "uid/gid; names or numbers; invalid value refuses the unit"
        ),
        Directive(
            .service,
            "DynamicUser",
            .supported,
            restricts: true,
            "allocate UID 61184-65519 for run time; implies ProtectSystem=strict, …"
        ),
        Directive(.service, "SupplementaryGroups", .supported, restricts: true, "extra groups"),
        Directive(.service, "SetLoginEnvironment", .supported, "set HOME USER LOGNAME SHELL"),
        Directive(.service, "PAMName", .notSupported, restricts: true, "PAM session"),
        Directive(
            .service,
            "CapabilityBoundingSet",
            .supported,
            restricts: true,
            "limit bounding set; '~' inverts; merging; empty resets"
        ),
        Directive(
            .service,
            "AmbientCapabilities",
            .supported,
            restricts: true,
            "ambient set for non-root services"
        ),
        Directive(.service, "NoNewPrivileges", .supported, restricts: true, "PR_SET_NO_NEW_PRIVS"),
        Directive(
            .service,
            "SecureBits",
            .supported,
            restricts: true,
            "keep-caps, no-setuid-fixup, noroot and -locked variants"
        ),
        Directive(
            .service,
            "LimitCPU",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitFSIZE",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitDATA",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitSTACK",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitCORE",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitRSS",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitNOFILE",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitAS",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitNPROC",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitMEMLOCK",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitLOCKS",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitSIGPENDING",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitMSGQUEUE",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitNICE",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitRTPRIO",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(
            .service,
            "LimitRTTIME",
            .supported,
            restricts: true,
            "setrlimit soft[:hard]; size, time and nice syntaxes differ per kind"
        ),
        Directive(.service, "UMask", .supported, restricts: true, "file mode mask (0022)"),
        Directive(.service, "CoredumpFilter", .supported, "/proc/self/coredump_filter"),
        Directive(
            .service,
            "KeyringMode",
            .supported,
            restricts: true,
            "session keyring: private (the default), shared or inherit"
        ),
        Directive(.service, "OOMScoreAdjust", .supported, "-1000..1000; lowering it needs CAP_SYS_RESOURCE"),
        Directive(.service, "TimerSlackNSec", .supported, "PR_SET_TIMERSLACK"),
        Directive(.service, "Personality", .supported, restricts: true, "personality(2) architecture"),
        Directive(.service, "IgnoreSIGPIPE", .supported, "SIGPIPE ignored (default yes)"),
        Directive(.service, "Nice", .supported, "setpriority"),
        Directive(.service, "CPUSchedulingPolicy", .supported, "other, batch, idle, ext, fifo, rr"),
        Directive(.service, "CPUSchedulingPriority", .supported, "1-99 for rt"),
        Directive(.service, "CPUSchedulingResetOnFork", .supported, "SCHED_RESET_ON_FORK"),
        Directive(
            .service,
            "CPUAffinity",
            .supported,
            "sched_setaffinity; lists merge, empty resets"
        ),
        Directive(.service, "NUMAPolicy", .notSupported, "set_mempolicy kind"),
        Directive(.service, "NUMAMask", .notSupported, restricts: true, "NUMA nodes"),
        Directive(.service, "IOSchedulingClass", .supported, "none, realtime, best-effort, idle"),
        Directive(.service, "IOSchedulingPriority", .supported, "0-7"),
        Directive(.service, "Environment", .supported, "assignments, quoted; specifiers expand"),
        Directive(
            .service,
            "EnvironmentFile",
            .supported,
            "shell-like file, '-' optional, read at each start, globs"
        ),
        Directive(.service, "PassEnvironment", .supported, "pass manager env vars"),
        Directive(.service, "UnsetEnvironment", .supported, "final removal by NAME or NAME=value"),
        Directive(
            .service,
            "StandardInput",
            .supported,
            "null, tty, tty-force, tty-fail, data, file:, socket, fd:"
        ),
        Directive(
            .service,
            "StandardOutput",
            .supported,
            "inherit, null, tty, journal, kmsg, +console forms, file: append: truncate:, socket, fd:"
        ),
        Directive(.service, "StandardError", .supported, "same"),
        Directive(.service, "StandardInputText", .supported, "inline stdin text or base64, concatenated"),
        Directive(.service, "StandardInputData", .supported, "inline stdin text or base64, concatenated"),
        Directive(.service, "LogLevelMax", .notEnforcedYet, "drop messages above level"),
        Directive(.service, "LogExtraFields", .notSupported, "journal fields"),
        Directive(.service, "LogRateLimitIntervalSec", .notEnforcedYet, "per-unit log rate limit"),
        Directive(.service, "LogRateLimitBurst", .notEnforcedYet, "per-unit log rate limit"),
        Directive(.service, "LogFilterPatterns", .notEnforcedYet, "PCRE allow/deny of log lines"),
        Directive(.service, "LogNamespace", .notSupported, "separate journald instance"),
        Directive(.service, "SyslogIdentifier", .notEnforcedYet, "log tag"),
        Directive(.service, "SyslogFacility", .notEnforcedYet, "facility"),
        Directive(.service, "SyslogLevel", .notEnforcedYet, "default level"),
        Directive(.service, "SyslogLevelPrefix", .notEnforcedYet, "parse <N> prefixes"),
        Directive(.service, "TTYPath", .notEnforcedYet, "tty to use"),
        Directive(.service, "TTYReset", .notSupported, "reset tty"),
        Directive(.service, "TTYVHangup", .notSupported, "vhangup"),
        Directive(.service, "TTYColumns", .notSupported, "size"),
        Directive(.service, "TTYRows", .notSupported, "size"),
        Directive(.service, "TTYVTDisallocate", .notSupported, "clear VT"),
        Directive(
            .service,
            "LoadCredential",
            .supported,
            "copy file/socket/credstore entry into $CREDENTIALS_DIRECTORY (plain: essential, …"
        ),
        Directive(
            .service,
            "LoadCredentialEncrypted",
            .notEnforcedYet,
            restricts: true,
            "copy file/socket/credstore entry into $CREDENTIALS_DIRECTORY (plain: essential, …"
        ),
        Directive(.service, "ImportCredential", .notEnforcedYet, "import by glob from system credentials"),
        Directive(.service, "SetCredential", .supported, "inline credential"),
        Directive(.service, "SetCredentialEncrypted", .notEnforcedYet, restricts: true, "inline credential"),
        Directive(.service, "UtmpIdentifier", .notSupported, "utmp record"),
        Directive(.service, "UtmpMode", .notSupported, "utmp mode"),
    ]
}
