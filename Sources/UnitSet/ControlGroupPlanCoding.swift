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
        try reader.finish()
    }
}
