import Wire

/// A call whose method is known and whose parameters are what the interface says.
package enum Request: Equatable, Sendable {
    case getInfo
    case getInterfaceDescription(interface: String)
    /// Patterns are names or globs, with or without `.service`; none means every unit. Without `all`, only
    /// units that are active, failed or between.
    case listUnits(patterns: [String], all: Bool)
    case getUnit(name: String)
    /// No names: every property.
    case properties(unit: String, names: [String])
    case unitFiles(unit: String)
    case history(HistoryQuery)
    case version
    case start(UnitCommand)
    case stop(UnitCommand)
    case restart(UnitCommand)
    case reload(UnitCommand)
    case signal(SignalCommand)
    case resetFailed(units: [String])
    case reloadDaemon
    case shutdown

    /// Names and patterns of units, where several may be asked for.
    package var units: [String] {
        switch self {
        case .listUnits(let patterns, _): patterns
        case .start(let command), .stop(let command), .restart(let command), .reload(let command):
            command.units
        case .signal(let command): command.units
        case .resetFailed(let units): units
        case .getInfo, .getInterfaceDescription, .getUnit, .properties, .unitFiles, .history, .version,
            .reloadDaemon, .shutdown:
            []
        }
    }

    package var method: Method {
        switch self {
        case .getInfo: .getInfo
        case .getInterfaceDescription: .getInterfaceDescription
        case .listUnits: .listUnits
        case .getUnit: .getUnit
        case .properties: .properties
        case .unitFiles: .unitFiles
        case .history: .history
        case .version: .version
        case .start: .start
        case .stop: .stop
        case .restart: .restart
        case .reload: .reload
        case .signal: .signal
        case .resetFailed: .resetFailed
        case .reloadDaemon: .reloadDaemon
        case .shutdown: .shutdown
        }
    }

    /// Judges a call. A parameter the method does not have is refused too: misspelt, it would silently do
    /// less than was asked.
    package init(_ call: VarlinkCall) throws(ControlError) {
        guard let method = Method(rawValue: call.method) else {
            throw .methodNotFound(method: call.method)
        }
        do {
            var fields = JSONFields(call.parameters)
            self = try Request.read(method, &fields)
            try fields.finish()
        } catch {
            throw .invalidParameter(error.name)
        }
    }

    private static func read(_ method: Method, _ fields: inout JSONFields) throws(InvalidField) -> Request {
        switch method {
        case .getInfo: .getInfo
        case .getInterfaceDescription: .getInterfaceDescription(interface: try fields.string("interface"))
        case .listUnits:
            .listUnits(
                patterns: try fields.strings(ifPresent: "patterns") ?? [],
                all: try fields.flag(ifPresent: "all") ?? true
            )
        case .getUnit: .getUnit(name: try fields.string("name"))
        case .properties:
            .properties(
                unit: try fields.string("unit"),
                names: try fields.strings(ifPresent: "names") ?? []
            )
        case .unitFiles: .unitFiles(unit: try fields.string("unit"))
        case .history: .history(try HistoryQuery(&fields))
        case .version: .version
        case .start: .start(try UnitCommand(&fields))
        case .stop: .stop(try UnitCommand(&fields))
        case .restart: .restart(try UnitCommand(&fields))
        case .reload: .reload(try UnitCommand(&fields))
        case .signal: .signal(try SignalCommand(&fields))
        case .resetFailed: .resetFailed(units: try fields.strings("units"))
        case .reloadDaemon: .reloadDaemon
        case .shutdown: .shutdown
        }
    }

    /// The call that asks for this.
    package func call(wantsMore: Bool = false) -> VarlinkCall {
        VarlinkCall(method: method.rawValue, parameters: members, wantsMore: wantsMore)
    }

    private var members: [JSONMember] {
        switch self {
        case .getInfo, .version, .reloadDaemon, .shutdown: []
        case .getInterfaceDescription(let interface): [JSONMember("interface", .string(interface))]
        case .listUnits(let patterns, let all):
            [JSONMember("patterns", .array(patterns.map(JSONValue.string))), JSONMember("all", .bool(all))]
        case .getUnit(let name): [JSONMember("name", .string(name))]
        case .properties(let unit, let names):
            [JSONMember("unit", .string(unit)), JSONMember("names", .array(names.map(JSONValue.string)))]
        case .unitFiles(let unit): [JSONMember("unit", .string(unit))]
        case .history(let query): query.members
        case .start(let command), .stop(let command), .restart(let command), .reload(let command):
            command.members
        case .signal(let command): command.members
        case .resetFailed(let units): [JSONMember("units", .array(units.map(JSONValue.string)))]
        }
    }
}
