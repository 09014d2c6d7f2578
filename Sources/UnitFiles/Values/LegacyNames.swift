import ServiceModel

/// Names and places of directives in older unit files: what systemd still takes for another name is taken here
/// too, above all where it restricts the service.
enum LegacyNames {
    static func replacement(_ key: String, in section: Directive.Section) -> (Directive.Section, String)? {
        renamed["\(section.rawValue).\(key)"]
    }

    /// Directives that systemd itself no longer carries out.
    static func isObsolete(_ key: String, in section: Directive.Section) -> Bool {
        switch section {
        case .unit: obsoleteUnit.contains(key)
        case .service: obsoleteService.contains(key)
        case .install, .socket, .timer, .path, .slice, .castellan, .manager: false
        }
    }

    private static let renamed: [String: (Directive.Section, String)] = [
        "Unit.StartLimitInterval": (.unit, "StartLimitIntervalSec"),
        "Unit.BindTo": (.unit, "BindsTo"),
        "Unit.PropagateReloadTo": (.unit, "PropagatesReloadTo"),
        "Unit.PropagateReloadFrom": (.unit, "ReloadPropagatedFrom"),
        "Unit.OnFailureIsolate": (.unit, "OnFailureJobMode"),
        "Service.StartLimitInterval": (.unit, "StartLimitIntervalSec"),
        "Service.StartLimitIntervalSec": (.unit, "StartLimitIntervalSec"),
        "Service.StartLimitBurst": (.unit, "StartLimitBurst"),
        "Service.StartLimitAction": (.unit, "StartLimitAction"),
        "Service.FailureAction": (.unit, "FailureAction"),
        "Service.SuccessAction": (.unit, "SuccessAction"),
        "Service.RebootArgument": (.unit, "RebootArgument"),
        "Service.ReadWriteDirectories": (.service, "ReadWritePaths"),
        "Service.ReadOnlyDirectories": (.service, "ReadOnlyPaths"),
        "Service.InaccessibleDirectories": (.service, "InaccessiblePaths"),
        "Service.MemoryLimit": (.service, "MemoryMax"),
    ]

    /// Former names of what restricts the service.
    static let restricting = renamed.filter {
        DirectiveTable.directive($0.value.1, in: $0.value.0)?.restrictsPrivilege == true
    }.compactMap { $0.key.fields(at: ".").last.map(String.init) }

    private static let obsoleteUnit: Set<String> = ["IgnoreOnSnapshot"]

    private static let obsoleteService: Set<String> = [
        "BlockIOAccounting", "BlockIODeviceWeight", "BlockIOReadBandwidth", "BlockIOWeight",
        "BlockIOWriteBandwidth", "CPUAccounting", "CPUShares", "FsckPassNo", "NetClass",
        "PermissionsStartOnly",
        "StartupBlockIOWeight", "StartupCPUShares", "SysVStartPriority", "TCPWrapName",
    ]
}
