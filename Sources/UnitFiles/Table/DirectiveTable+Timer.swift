extension DirectiveTable {
    static let timerSection: [Directive] = [
        Directive(.timer, "OnActiveSec", .notEnforcedYet, "monotonic triggers"),
        Directive(.timer, "OnBootSec", .notEnforcedYet, "monotonic triggers"),
        Directive(.timer, "OnStartupSec", .notEnforcedYet, "monotonic triggers"),
        Directive(.timer, "OnUnitActiveSec", .notEnforcedYet, "monotonic triggers"),
        Directive(.timer, "OnUnitInactiveSec", .notEnforcedYet, "monotonic triggers"),
        Directive(.timer, "OnCalendar", .notEnforcedYet, "calendar expression"),
        Directive(.timer, "AccuracySec", .notEnforcedYet, "coalescing window (1min)"),
        Directive(.timer, "RandomizedDelaySec", .notEnforcedYet, "jitter"),
        Directive(.timer, "FixedRandomDelay", .notEnforcedYet, "stable jitter per unit/machine"),
        Directive(.timer, "RandomizedOffsetSec", .notEnforcedYet, "stable random shift"),
        Directive(
            .timer,
            "DeferReactivation",
            .notEnforcedYet,
            "skip trigger that fell while service was running"
        ),
        Directive(.timer, "OnClockChange", .notSupported, "trigger on clock or zone change"),
        Directive(.timer, "OnTimezoneChange", .notSupported, "trigger on clock or zone change"),
        Directive(.timer, "Unit", .notEnforcedYet, "unit to activate"),
        Directive(.timer, "Persistent", .notEnforcedYet, "catch up runs missed while down"),
        Directive(.timer, "WakeSystem", .notSupported, "resume from suspend"),
        Directive(.timer, "RemainAfterElapse", .notEnforcedYet, "keep loaded"),
        Directive(.path, "PathExists", .notEnforcedYet, "inotify triggers"),
        Directive(.path, "PathExistsGlob", .notEnforcedYet, "inotify triggers"),
        Directive(.path, "PathChanged", .notEnforcedYet, "inotify triggers"),
        Directive(.path, "PathModified", .notEnforcedYet, "inotify triggers"),
        Directive(.path, "DirectoryNotEmpty", .notEnforcedYet, "inotify triggers"),
        Directive(.path, "MakeDirectory", .notEnforcedYet, "create watched dir"),
        Directive(
            .slice,
            "ConcurrencyHardMax",
            .notSupported,
            restricts: true,
            "limit of concurrently running units in slice"
        ),
        Directive(
            .slice,
            "ConcurrencySoftMax",
            .notSupported,
            "limit of concurrently running units in slice"
        ),
    ]
}
