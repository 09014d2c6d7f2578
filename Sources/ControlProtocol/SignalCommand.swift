package import ServiceModel
import Wire

/// The parameters of Signal.
package struct SignalCommand: Equatable, Sendable {
    /// Which processes of a unit are meant.
    package enum Target: String, CaseIterable, Sendable {
        case main, control, all
    }

    package var units: [String]
    package var signal: Signal
    package var target: Target

    package init(units: [String], signal: Signal, target: Target = .main) {
        self.units = units
        self.signal = signal
        self.target = target
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        units = try fields.strings("units")
        guard let signal = Signal(number: try fields.integer("signal")) else { throw InvalidField("signal") }
        self.signal = signal
        guard let target = Target(rawValue: try fields.string(ifPresent: "whom") ?? Target.main.rawValue)
        else {
            throw InvalidField("whom")
        }
        self.target = target
    }

    var members: [JSONMember] {
        [
            JSONMember("units", .array(units.map(JSONValue.string))),
            JSONMember("signal", .integer(Int64(signal.number))),
            JSONMember("whom", .string(target.rawValue)),
        ]
    }
}
