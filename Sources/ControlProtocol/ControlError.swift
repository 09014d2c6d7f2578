package import Wire

/// Why a call was not carried out.
package enum ControlError: Error, Equatable, Sendable {
    case methodNotFound(method: String)
    case interfaceNotFound(interface: String)
    case invalidParameter(String)
    case noSuchUnit(String)
    /// The client's role is less than the one the method asks for.
    case permissionDenied(required: Role)
    case tooManyClients
    case shuttingDown
    /// Anything else, in a sentence.
    case failed(message: String)

    package var name: String {
        switch self {
        case .methodNotFound: "org.varlink.service.MethodNotFound"
        case .interfaceNotFound: "org.varlink.service.InterfaceNotFound"
        case .invalidParameter: "org.varlink.service.InvalidParameter"
        case .noSuchUnit: "io.castellan.Supervisor.NoSuchUnit"
        case .permissionDenied: "io.castellan.Supervisor.PermissionDenied"
        case .tooManyClients: "io.castellan.Supervisor.TooManyClients"
        case .shuttingDown: "io.castellan.Supervisor.ShuttingDown"
        case .failed: "io.castellan.Supervisor.Failed"
        }
    }

    /// Writes the members of the error's parameters.
    package func encode(into writer: inout JSONWriter) {
        switch self {
        case .methodNotFound(let method): writer.field("method", method)
        case .interfaceNotFound(let interface): writer.field("interface", interface)
        case .invalidParameter(let parameter): writer.field("parameter", parameter)
        case .noSuchUnit(let unit): writer.field("unit", unit)
        case .permissionDenied(let role): writer.field("required", role.word)
        case .tooManyClients, .shuttingDown: break
        case .failed(let message): writer.field("message", message)
        }
    }

    /// An error as the client receives it. One this build does not know, or whose parameters are not as they
    /// should be, becomes a sentence with its name.
    package init(name: String, parameters: JSONValue) {
        do {
            self = try ControlError.known(name, try JSONFields(parameters))
        } catch {
            self = .failed(message: "the daemon answered \(name)")
        }
    }

    private static func known(_ name: String, _ parameters: JSONFields) throws(InvalidField) -> ControlError {
        var fields = parameters
        switch name {
        case "org.varlink.service.MethodNotFound": return .methodNotFound(method: try fields.string("method"))
        case "org.varlink.service.InterfaceNotFound":
            return .interfaceNotFound(interface: try fields.string("interface"))
        case "org.varlink.service.InvalidParameter": return .invalidParameter(try fields.string("parameter"))
        case "io.castellan.Supervisor.NoSuchUnit": return .noSuchUnit(try fields.string("unit"))
        case "io.castellan.Supervisor.PermissionDenied":
            guard let role = Role(word: try fields.string("required")) else { throw InvalidField("required") }
            return .permissionDenied(required: role)
        case "io.castellan.Supervisor.TooManyClients": return .tooManyClients
        case "io.castellan.Supervisor.ShuttingDown": return .shuttingDown
        case "io.castellan.Supervisor.Failed": return .failed(message: try fields.string("message"))
        default: throw InvalidField(name)
        }
    }
}
