extension DirectiveTable {
    static let ownSections: [Directive] = [
        Directive(.castellan, "Enforcement", .supported, restricts: true),
        Directive(.castellan, "AutoStart", .supported),
        Directive(.manager, "OperatorGroup", .supported),
        Directive(.manager, "ViewerGroup", .supported),
        Directive(.manager, "Enforcement", .supported),
        Directive(.manager, "DefaultTimeoutStartSec", .supported),
        Directive(.manager, "DefaultTimeoutStopSec", .supported),
        Directive(.manager, "DefaultRestartSec", .supported),
        Directive(.manager, "DefaultStartLimitIntervalSec", .supported),
        Directive(.manager, "DefaultStartLimitBurst", .supported),
        Directive(.manager, "DefaultEnvironment", .supported),
        Directive(.manager, "JournalMaxSize", .supported),
        Directive(.manager, "WarmHelpers", .supported),
    ]
}
