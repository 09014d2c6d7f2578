import ServiceModel

/// The methods the daemon answers, by their full names on the wire.
package enum Method: String, CaseIterable, Sendable {
    case getInfo = "org.varlink.service.GetInfo"
    case getInterfaceDescription = "org.varlink.service.GetInterfaceDescription"
    case listUnits = "io.castellan.Supervisor.ListUnits"
    case getUnit = "io.castellan.Supervisor.GetUnit"
    case properties = "io.castellan.Supervisor.Properties"
    case unitFiles = "io.castellan.Supervisor.UnitFiles"
    case history = "io.castellan.Supervisor.History"
    case version = "io.castellan.Supervisor.Version"
    case start = "io.castellan.Supervisor.Start"
    case stop = "io.castellan.Supervisor.Stop"
    case restart = "io.castellan.Supervisor.Restart"
    case reload = "io.castellan.Supervisor.Reload"
    case signal = "io.castellan.Supervisor.Signal"
    case resetFailed = "io.castellan.Supervisor.ResetFailed"
    case reloadDaemon = "io.castellan.Supervisor.ReloadDaemon"
    case shutdown = "io.castellan.Supervisor.Shutdown"

    /// The name after the interface: `ListUnits`.
    package var shortName: String {
        rawValue.fields(at: ".").last.map(String.init) ?? rawValue
    }
}
