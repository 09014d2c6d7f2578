/// Which role each method asks for. The whole policy of the control socket is this table.
package enum Permission {
    package static func role(for method: Method) -> Role {
        switch method {
        case .getInfo, .getInterfaceDescription: .view
        case .listUnits, .getUnit, .properties, .unitFiles, .history, .version: .view
        case .start, .stop, .restart, .reload, .signal, .resetFailed: .operate
        case .reloadDaemon, .shutdown: .administer
        }
    }
}
