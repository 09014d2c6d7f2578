extension DirectiveTable {
    static let unitSection: [Directive] = [
        Directive(.unit, "Description", .supported, "human title for status output and logs"),
        Directive(
            .unit,
            "Documentation",
            .supported,
            "list of http/https/file/info/man URIs, shown by status"
        ),
        Directive(
            .unit,
            "Wants",
            .notEnforcedYet,
            "weak pull-in: start listed units too, ignore their failure"
        ),
        Directive(
            .unit,
            "Requires",
            .notEnforcedYet,
            "strong pull-in: if a listed unit fails to start (with After=) or is stopped, this one …"
        ),
        Directive(
            .unit,
            "Requisite",
            .notEnforcedYet,
            "fail at once unless the listed unit is already active; never starts it"
        ),
        Directive(
            .unit,
            "BindsTo",
            .notEnforcedYet,
            "Requires plus: stop when the other unit leaves active state for any reason"
        ),
        Directive(
            .unit,
            "PartOf",
            .notEnforcedYet,
            "one-way propagation of stop/restart from the listed unit to this one"
        ),
        Directive(
            .unit,
            "Upholds",
            .notEnforcedYet,
            "continuously restart the listed units while this one is up (the closest thing to a …"
        ),
        Directive(.unit, "Conflicts", .notEnforcedYet, "starting one stops the other"),
        Directive(.unit, "Before", .notEnforcedYet, "ordering only; reversed on shutdown"),
        Directive(.unit, "After", .notEnforcedYet, "ordering only; reversed on shutdown"),
        Directive(.unit, "OnFailure", .supported, "start these units when this one enters failed"),
        Directive(
            .unit,
            "OnSuccess",
            .supported,
            "start these units when this one becomes inactive cleanly"
        ),
        Directive(.unit, "PropagatesReloadTo", .notEnforcedYet, "forward reload requests between units"),
        Directive(.unit, "ReloadPropagatedFrom", .notEnforcedYet, "forward reload requests between units"),
        Directive(.unit, "PropagatesStopTo", .notEnforcedYet, "forward stop requests between units"),
        Directive(.unit, "StopPropagatedFrom", .notEnforcedYet, "forward stop requests between units"),
        Directive(
            .unit,
            "JoinsNamespaceOf",
            .notEnforcedYet,
            restricts: true,
            "share PrivateNetwork/PrivateIPC/PrivateTmp namespaces of another unit"
        ),
        Directive(
            .unit,
            "RequiresMountsFor",
            .notEnforcedYet,
            "add Requires+After on mounts covering a path; elsewhere degrade to 'path is on a mount …"
        ),
        Directive(.unit, "WantsMountsFor", .notSupported, "as above, weak"),
        Directive(.unit, "OnSuccessJobMode", .notSupported, "job mode used for OnSuccess=/OnFailure="),
        Directive(.unit, "OnFailureJobMode", .notSupported, "job mode used for OnSuccess=/OnFailure="),
        Directive(.unit, "IgnoreOnIsolate", .notSupported, "do not stop on isolate"),
        Directive(.unit, "StopWhenUnneeded", .notSupported, "stop when no active unit pulls it in"),
        Directive(.unit, "RefuseManualStart", .notEnforcedYet, "only dependencies may start/stop it"),
        Directive(.unit, "RefuseManualStop", .notEnforcedYet, "only dependencies may start/stop it"),
        Directive(.unit, "AllowIsolate", .notSupported, "unit may be isolated"),
        Directive(
            .unit,
            "DefaultDependencies",
            .notEnforcedYet,
            "implicit sysinit/basic/shutdown ordering; also gates scoring and PrivateTmp=disconnected"
        ),
        Directive(.unit, "SurviveFinalKillSignal", .notSupported, "skip in final shutdown kill spree"),
        Directive(.unit, "CollectMode", .notEnforcedYet, "whether a failed unit is unloaded from memory"),
        Directive(
            .unit,
            "FailureAction",
            .notEnforcedYet,
            "none/exit/reboot/poweroff... on end of unit; exit[-force] is the container-PID1 exit …"
        ),
        Directive(
            .unit,
            "SuccessAction",
            .notEnforcedYet,
            "none/exit/reboot/poweroff... on end of unit; exit[-force] is the container-PID1 exit …"
        ),
        Directive(.unit, "FailureActionExitStatus", .notEnforcedYet, "PID 1 exit status used by exit action"),
        Directive(.unit, "SuccessActionExitStatus", .notEnforcedYet, "PID 1 exit status used by exit action"),
        Directive(.unit, "JobTimeoutSec", .notEnforcedYet, "time limit for a queued/running job"),
        Directive(.unit, "JobRunningTimeoutSec", .notEnforcedYet, "time limit for a queued/running job"),
        Directive(.unit, "JobTimeoutAction", .notSupported, "action on job timeout"),
        Directive(.unit, "JobTimeoutRebootArgument", .notSupported, "action on job timeout"),
        Directive(
            .unit,
            "StartLimitIntervalSec",
            .supported,
            "start rate limit (default 10s / 5); manual starts count too"
        ),
        Directive(
            .unit,
            "StartLimitBurst",
            .supported,
            "start rate limit (default 10s / 5); manual starts count too"
        ),
        Directive(.unit, "StartLimitAction", .notEnforcedYet, "action when limit is hit"),
        Directive(.unit, "RebootArgument", .notSupported, "argument for reboot(2)"),
        Directive(.unit, "SourcePath", .notSupported, "generator provenance"),
    ]
}
