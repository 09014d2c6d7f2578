extension DirectiveTable {
    static let ownSections: [Directive] = [
        Directive(
            .castellan,
            "Enforcement",
            .supported,
            restricts: true,
            "strict (default): what cannot be enforced refuses the start; best-effort: it is said and left out"
        ),
        Directive(.castellan, "AutoStart", .supported, "start with the supervisor, whatever [Install] says"),
        Directive(.manager, "OperatorGroup", .supported, "may start, stop, restart, reload and signal units"),
        Directive(.manager, "ViewerGroup", .supported, "may look at units and their history"),
        Directive(.manager, "Enforcement", .supported, "the default of Enforcement= for all units"),
        Directive(.manager, "DefaultTimeoutStartSec", .supported, "default of TimeoutStartSec="),
        Directive(.manager, "DefaultTimeoutStopSec", .supported, "default of TimeoutStopSec="),
        Directive(.manager, "DefaultRestartSec", .supported, "default of RestartSec="),
        Directive(.manager, "DefaultStartLimitIntervalSec", .supported, "default of StartLimitIntervalSec="),
        Directive(.manager, "DefaultStartLimitBurst", .supported, "default of StartLimitBurst="),
        Directive(.manager, "DefaultEnvironment", .supported, "variables every service gets"),
        Directive(.manager, "JournalMaxSize", .supported, "bytes the exit journal may take on disk"),
        Directive(
            .manager,
            "WarmHelpers",
            .supported,
            "helpers that wait, already executed, for the next launch"
        ),
    ]
}
