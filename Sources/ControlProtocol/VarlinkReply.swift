package import Wire

/// One reply as it stands on the wire.
package struct VarlinkReply: Equatable, Sendable {
    package var parameters: JSONValue
    /// More replies to the same call follow.
    package var continues: Bool
    package var error: ControlError?

    /// Reads a message of a `FrameBuffer`.
    package init(frame: [UInt8], limit: Int) throws(WireError) {
        let value = try JSONReader.parse(frame, limits: JSONLimits(size: limit))
        do {
            var fields = try JSONFields(value)
            parameters = fields.value(ifPresent: "parameters") ?? .object([])
            continues = try fields.flag(ifPresent: "continues") ?? false
            error = try fields.string(ifPresent: "error").map { [parameters] in
                ControlError(name: $0, parameters: parameters)
            }
        } catch {
            throw WireError(.invalidValue, at: 0)
        }
    }

    /// A reply with its NUL; `body` writes the members of `parameters`.
    package static func encode(
        continues: Bool = false,
        reserving count: Int = 256,
        _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: count)
        writer.object { writer in
            writer.field("parameters", object: body)
            if continues { writer.field("continues", true) }
        }
        writer.terminate(0)
        return writer.bytes
    }

    /// An error with its NUL. An error always ends its call.
    package static func encode(_ error: ControlError) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.object { writer in
            writer.field("error", error.name)
            writer.field("parameters", object: { error.encode(into: &$0) })
        }
        writer.terminate(0)
        return writer.bytes
    }
}
