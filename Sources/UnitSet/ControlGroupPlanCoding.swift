import LaunchProtocol
package import ServiceModel
package import Wire

extension ControlGroupPlan {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(controllers)
        writer.write(settings) { writer, setting in
            writer.write(setting.directive)
            writer.write(setting.file)
            writer.write(setting.value)
            writer.write(setting.device) { $0.write($1) }
        }
        writer.write(programs) { $1.encode(into: &$0) }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self.init()
        if bytes.isEmpty { return }
        var reader = ByteReader(bytes)
        controllers = try reader.strings()
        settings = try reader.list { (reader) throws(WireError) in
            Setting(
                directive: try reader.string(),
                file: try reader.string(),
                value: try reader.string(),
                device: try reader.optionalString()
            )
        }
        programs = try reader.list(ControlGroupProgram.init(from:))
        try reader.finish()
    }
}

extension ControlGroupProgram {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(directive)
        writer.write(instructions) { $0.write($1) }
        writer.write(devices) { writer, place in
            writer.write(place.path)
            for index in [place.kind, place.major, place.minor] { writer.write(index) }
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        self.init(
            kind: try reader.choice(Kind.self),
            directive: try reader.string(),
            instructions: try reader.list { (reader) throws(WireError) in try reader.number(UInt64.self) },
            devices: try reader.list { (reader) throws(WireError) in
                DevicePlace(
                    path: try reader.string(),
                    kind: try reader.number(),
                    major: try reader.number(),
                    minor: try reader.number()
                )
            }
        )
        // Places outside would be written past its end.
        for place in devices where max(place.kind, place.major, place.minor) >= instructions.count {
            throw WireError(.invalidValue, at: start)
        }
    }
}
