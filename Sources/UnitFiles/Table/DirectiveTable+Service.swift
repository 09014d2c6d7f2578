extension DirectiveTable {
    static let serviceSection: [Directive] = [
        Directive(
            .service,
            "Type",
            .supported,
            "simple, exec, forking, oneshot, notify, notify-reload, dbus, idle: when the unit counts …"
        ),
        Directive(
            .service,
            "ExitType",
            .notEnforcedYet,
            "main, or cgroup = up until last process in cgroup exits"
        ),
        Directive(.service, "RemainAfterExit", .supported, "stay active after main process exits"),
        Directive(.service, "GuessMainPID", .notSupported, "guess main PID for forking without PIDFile"),
        Directive(
            .service,
            "PIDFile",
            .notEnforcedYet,
            "pid file for Type=forking (must be root-owned or pid in own cgroup)"
        ),
        Directive(.service, "BusName", .notSupported, "D-Bus name for Type=dbus"),
        Directive(
            .service,
            "ExecStart",
            .supported,
            "main command(s); several only for oneshot; prefixes - @ : + ! and pipe char (via user …"
        ),
        Directive(.service, "ExecStartPre", .supported, "commands before/after start"),
        Directive(.service, "ExecStartPost", .supported, "commands before/after start"),
        Directive(
            .service,
            "ExecCondition",
            .supported,
            "exit 0 go on, 1-254 skip cleanly, 255 or signal fail"
        ),
        Directive(.service, "ExecReload", .supported, "reload command ($MAINPID)"),
        Directive(.service, "ExecReloadPost", .notEnforcedYet, "after reload finished"),
        Directive(.service, "ExecStop", .supported, "stop command; then KillSignal is sent"),
        Directive(
            .service,
            "ExecStopPost",
            .supported,
            "always run after stop, gets $SERVICE_RESULT $EXIT_CODE $EXIT_STATUS"
        ),
        Directive(.service, "RestartSec", .supported, "delay before auto-restart (default 100ms)"),
        Directive(
            .service,
            "RestartSteps",
            .supported,
            "number of geometric steps from RestartSec to RestartMaxDelaySec"
        ),
        Directive(
            .service,
            "RestartMaxDelaySec",
            .supported,
            "upper delay: delay_i = r0*(rmax/r0)^((i-1)/steps)"
        ),
        Directive(.service, "TimeoutStartSec", .supported, "start timeout (default 90s, oneshot infinity)"),
        Directive(.service, "TimeoutStopSec", .supported, "stop timeout, then SIGKILL"),
        Directive(.service, "TimeoutAbortSec", .supported, "timeout after SIGABRT, then SIGKILL"),
        Directive(.service, "TimeoutSec", .supported, "both start and stop"),
        Directive(
            .service,
            "TimeoutStartFailureMode",
            .supported,
            "terminate, abort or kill on timeout"
        ),
        Directive(.service, "TimeoutStopFailureMode", .supported, "terminate, abort or kill on timeout"),
        Directive(.service, "RuntimeMaxSec", .supported, "maximum active time"),
        Directive(.service, "RuntimeRandomizedExtraSec", .notEnforcedYet, "random addition to RuntimeMaxSec"),
        Directive(
            .service,
            "WatchdogSec",
            .notEnforcedYet,
            "expects WATCHDOG=1 within interval, else WatchdogSignal"
        ),
        Directive(
            .service,
            "Restart",
            .supported,
            "no, on-success, on-failure, on-abnormal, on-watchdog, on-abort, always"
        ),
        Directive(
            .service,
            "RestartMode",
            .notEnforcedYet,
            "normal, direct (no failed state seen by dependants), debug"
        ),
        Directive(.service, "SuccessExitStatus", .supported, "extra codes/signals counted as success"),
        Directive(.service, "RestartPreventExitStatus", .supported, "never restart on these"),
        Directive(.service, "RestartForceExitStatus", .supported, "always restart on these"),
        Directive(
            .service,
            "RootDirectoryStartOnly",
            .notSupported,
            restricts: true,
            "chroot only for ExecStart"
        ),
        Directive(.service, "NonBlocking", .notEnforcedYet, "O_NONBLOCK on passed sockets"),
        Directive(
            .service,
            "NotifyAccess",
            .notEnforcedYet,
            "none, main, exec, all: who may use the notify socket"
        ),
        Directive(.service, "Sockets", .notEnforcedYet, "socket units whose fds are passed"),
        Directive(.service, "FileDescriptorStoreMax", .notEnforcedYet, "size of fd store (FDSTORE=1)"),
        Directive(
            .service,
            "FileDescriptorStorePreserve",
            .notEnforcedYet,
            "keep fd store across stop (no, yes, restart; on-success since v261)"
        ),
        Directive(.service, "USBFunctionDescriptors", .notSupported, "FunctionFS descriptors file"),
        Directive(.service, "USBFunctionStrings", .notSupported, "FunctionFS strings file"),
        Directive(.service, "OOMPolicy", .notEnforcedYet, "continue, stop or kill on cgroup OOM kill"),
        Directive(
            .service,
            "OpenFile",
            .supported,
            "open path before privilege drop and pass fd (path:name:options)"
        ),
        Directive(.service, "ReloadSignal", .notEnforcedYet, "signal for notify-reload (default SIGHUP)"),
        Directive(.service, "RefreshOnReload", .notSupported, "refresh extensions / credentials on reload"),
        Directive(.service, "KillMode", .supported, "control-group (default), mixed, process, none"),
        Directive(.service, "KillSignal", .supported, "first stop signal (SIGTERM)"),
        Directive(.service, "RestartKillSignal", .supported, "first signal when stopping for a restart"),
        Directive(.service, "SendSIGHUP", .supported, "also send SIGHUP"),
        Directive(.service, "SendSIGKILL", .supported, "escalate after timeout"),
        Directive(.service, "FinalKillSignal", .supported, "escalation signal (SIGKILL)"),
        Directive(.service, "WatchdogSignal", .notEnforcedYet, "signal on watchdog timeout (SIGABRT)"),
    ]
}
